package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.PprofBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Exports, read by {@code go tool pprof} over HTTP, and by our own ingest. */
class PprofExportTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);
  private static final long MS = 1_000_000;

  @TempDir static Path home;

  @BeforeAll
  static void seed() throws Exception {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    long run = pprof.location("[java]", "java.lang.Thread.run", "Thread.java", 1474);
    long inlined = pprof.inlined("[java]", "Cart.price", "Cart.total");
    long slow = pprof.location("[java]", "Cart.slow", "Cart.java", 42);
    long write = pprof.location("[native]", "write", "libc.so.6", 0);
    long sys = pprof.location("[kernel]", "ksys_write", "", 0);
    pprof.sampleOf(List.of(inlined, run), List.of(30L, 300 * MS));
    pprof.sampleOf(List.of(slow, run), List.of(60L, 600 * MS));
    pprof.sampleOf(List.of(sys, write, slow, run), List.of(10L, 100 * MS));
    SERVER.store().store("shop", "1.0", "a", pprof);
  }

  @Test
  void goToolPprofReadsTheAddressItself() throws Exception {
    assertThat(pprof("-top", "-unit=ms"))
        .contains("Type: cpu")
        .contains("Duration: 10s, Total samples = 1000ms")
        .containsPattern("600ms 60.00% 60.00% +700ms 70.00% +Cart.slow")
        .containsPattern("300ms 30.00% 90.00% +300ms 30.00% +Cart.price \\(inline\\)")
        .containsPattern("100ms 10.00% +100% +100ms 10.00% +ksys_write")
        .containsPattern("0 +0% +100% +1000ms +100% +java.lang.Thread.run");
    assertThat(pprof("-sample_index=samples", "-top")).contains("Total samples = 100");
  }

  @Test
  void goToolPprofSeesLinesAndInlinedFrames() throws Exception {
    assertThat(pprof("-traces", "-lines", "-unit=ms"))
        .containsPattern("600ms +Cart.slow Cart.java:42\\s+java.lang.Thread.run Thread.java:1474")
        .containsPattern("300ms +Cart.price .*\\(inline\\)\\s+Cart.total");
    assertThat(pprof("-raw")).contains("[java]", "[native]", "[kernel]");
  }

  @Test
  void whatIsExportedAndUploadedAgainIsTheSame() throws Exception {
    byte[] exported = SERVER.stream(query("pprof")).body().readAllBytes();
    assertThat(SERVER.post("/api/v1/profiles?service=again", exported).statusCode()).isEqualTo(200);

    String again = query("collapsed").replace("service=shop", "service=again");
    assertThat(SERVER.get(again).body()).isEqualTo(SERVER.get(query("collapsed")).body());
    assertThat(SERVER.json("/api/v1/top" + parameters("again")).toString())
        .isEqualTo(SERVER.json("/api/v1/top" + parameters("shop")).toString());
  }

  @Test
  void aProfileOfNothingButSamplesComesBackAsOne() throws Exception {
    PprofBuilder samples =
        new PprofBuilder(START, "samples", "count").sample(List.of("f"), List.of(7L));
    SERVER.store().store("counted", "1.0", "a", samples);
    String top = "&type=samples&from=" + START.toEpochMilli();
    byte[] exported =
        SERVER.stream("/api/v1/flamegraph?service=counted&format=pprof" + top)
            .body()
            .readAllBytes();

    assertThat(SERVER.post("/api/v1/profiles?service=recounted", exported).statusCode())
        .isEqualTo(200);
    assertThat(SERVER.json("/api/v1/top?service=recounted" + top).path("total").asLong())
        .isEqualTo(7);
  }

  @Test
  void aRangeOfAllTimesCanBeExported() throws Exception {
    String query = "/api/v1/flamegraph?service=shop&type=cpu&format=pprof&from=";
    assertThat(SERVER.stream(query + "0001-01-01").statusCode()).isEqualTo(200);
    assertThat(SERVER.stream(query + "-999999999-01-01T00:00:00Z").statusCode()).isEqualTo(200);
  }

  private static String parameters(String service) {
    return "?service=" + service + "&type=cpu&from=" + START.toEpochMilli();
  }

  private static String query(String format) {
    return "/api/v1/flamegraph" + parameters("shop") + "&format=" + format;
  }

  private static String pprof(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("go", "tool", "pprof"));
    command.addAll(List.of(options));
    command.add(SERVER.address(query("pprof")).toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // It saves what it fetches below the home folder.
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PPROF_TMPDIR", home.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

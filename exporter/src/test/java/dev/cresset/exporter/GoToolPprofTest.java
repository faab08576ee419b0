package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who open our files with Go's pprof, which reads more strictly than most. */
class GoToolPprofTest {
  @TempDir Path directory;

  @Test
  void topShowsTypeTimeDurationAndFunctions() throws Exception {
    assertThat(pprof(Profiles.cpu(), "-top"))
        .startsWith("File: [java]\nengine: async-profiler\n2 samples dropped\nType: cpu\n")
        .contains("Time: Mar 1, 2026 at 12:00pm (UTC)")
        .contains("Duration: 10s, Total samples = 100ms ( 1.00%)")
        .contains("60ms 60.00% 60.00%       60ms 60.00%  com.shop.Money.round (inline)")
        .contains("0     0%   100%       90ms 90.00%  com.shop.Main.main");
  }

  @Test
  void topOfAnotherTypeHasThatTypesUnit() throws Exception {
    assertThat(pprof(Profiles.cpu(), "-top", "-sample_index=samples"))
        .contains("Type: samples")
        .contains("Total samples = 10")
        .contains("6 60.00% 60.00%          6 60.00%  com.shop.Money.round (inline)");
    assertThat(pprof(Profiles.alloc(), "-top"))
        .contains("Type: alloc_space")
        .contains("1.50MB   100%   100%     1.50MB   100%  byte[]");
  }

  @Test
  void topByLineShowsFilesAndLines() throws Exception {
    assertThat(pprof(Profiles.cpu(), "-top", "-lines"))
        .contains("com.shop.Money.round Money.java:99 (inline)")
        .contains("com.shop.Item.price Item.java:17 (inline)")
        .contains("com.shop.Cart.total Cart.java:41")
        .contains("com.shop.Cart.total Cart.java:44")
        .contains("com.shop.Main.main Main.java:3");
  }

  @Test
  void tracesShowLabelsAndFramesLeafFirst() throws Exception {
    assertThat(pprof(Profiles.cpu(), "-traces").replaceAll(" +", " "))
        .contains(
            """
             thread: http-#
             60ms com.shop.Money.round (inline)
             com.shop.Item.price (inline)
             com.shop.Cart.total
             com.shop.Main.main
            """)
        .contains(" 10ms handle_mm_fault\n memcpy\n call_stub\n com.shop.Main.main\n");
  }

  @Test
  void tagsShowHowMuchEachLabelHas() throws Exception {
    assertThat(pprof(Profiles.cpu(), "-tags").replaceAll(" +", " "))
        .contains("thread: Total 90.0ms")
        .contains("60.0ms (66.67%): http-#")
        .contains("20.0ms (22.22%): main")
        .contains("10.0ms (11.11%): GC Thread##");
  }

  @Test
  void rawShowsPeriodTypesLocationsAndMappings() throws Exception {
    assertThat(pprof(Profiles.cpu(), "-raw").replaceAll(" +", " "))
        .contains("PeriodType: cpu nanoseconds\nPeriod: 10000000\n")
        .contains("Time: 2026-03-01 12:00:00.25 +0000 UTC\nDuration: 10s")
        .contains("samples/count cpu/nanoseconds[dflt]")
        .contains("com.shop.Money.round Money.java:99 s=0")
        .containsPattern("\\[java\\] +\\[FN\\]\\[FL\\]\\[LN\\]\\[IN\\]")
        .contains("libc.so.6");
  }

  private String pprof(Profile profile, String... arguments) throws Exception {
    Path file = directory.resolve(profile.id() + ".pb.gz");
    Files.write(file, new PprofEncoder().encode(profile));
    List<String> command = new ArrayList<>(List.of("go", "tool", "pprof"));
    command.addAll(List.of(arguments));
    command.add(file.toString());
    return output(command);
  }

  private String output(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "pprof", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("PPROF_TMPDIR", directory.toString());
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}

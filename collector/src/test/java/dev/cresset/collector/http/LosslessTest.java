package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Label;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that are uploaded and downloaded again, compared by {@code go tool pprof}. */
class LosslessTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);

  @TempDir Path folder;

  @Test
  void aProfileOfGoComesBackAsItWas() throws Exception {
    byte[] pprof = recorded("go-cpu.pb");

    SortedMap<String, Long> cpu = assertComesBack("go-cpu", pprof, "cpu");

    assertThat(cpu.keySet())
        .anyMatch(stack -> stack.startsWith("request:[GET /a]") && stack.contains("main.inl"))
        .anyMatch(stack -> stack.contains("[/opt/shop 5ca1ab1e"));
  }

  @Test
  void aHeapProfileOfGoComesBackWithTheSizesOfItsObjects() throws Exception {
    byte[] pprof = recorded("go-heap.pb");

    assertThat(assertComesBack("go-heap", pprof, "inuse_space").keySet())
        .anyMatch(stack -> stack.startsWith("bytes:["));
    assertComesBack("go-heap", pprof, "alloc_objects");
  }

  @Test
  void aProfileOfPythonComesBackAsItWas() throws Exception {
    SortedMap<String, Long> wall = assertComesBack("python", python(), "wall");

    assertThat(wall.keySet())
        .anyMatch(stack -> stack.contains("thread_id:[140212 id]"))
        .anyMatch(stack -> stack.contains("size:[16 bytes 32 bytes]"))
        .anyMatch(stack -> stack.contains("[/usr/lib/libpython3.so feed42] 0x5234"))
        .anyMatch(stack -> stack.contains("[] handle app/views.py:17"));
  }

  /** As py-spy and Python's own profilers see it: interpreted code without a mapping, and C. */
  private static byte[] python() {
    PprofBuilder pprof = new PprofBuilder(START, "wall", "nanoseconds");
    long handle = pprof.location("", "handle", "app/views.py", 17);
    long main = pprof.location("", "<module>", "app/__main__.py", 3);
    pprof
        .raw()
        .addMapping(
            Mapping.newBuilder()
                .setId(1)
                .setMemoryStart(0x7f0000001000L)
                .setMemoryLimit(0x7f0000401000L)
                .setFileOffset(0x1000)
                .setFilename(pprof.string("/usr/lib/libpython3.so"))
                .setBuildId(pprof.string("feed42")))
        .addLocation(Location.newBuilder().setId(77).setMappingId(1).setAddress(0x7f0000005234L))
        .addSample(
            Sample.newBuilder()
                .addAllLocationId(List.of(77L, handle, main))
                .addValue(30)
                .addLabel(number(pprof, "thread_id", 140_212, "id"))
                .addLabel(text(pprof, "thread", "MainThread")))
        .addSample(
            Sample.newBuilder()
                .addAllLocationId(List.of(handle, main))
                .addValue(20)
                .addLabel(number(pprof, "size", 16, "bytes"))
                .addLabel(number(pprof, "size", 32, "bytes"))
                .addLabel(text(pprof, "tag", "512 bytes"))
                .addLabel(text(pprof, "tag", "b")))
        .addSample(Sample.newBuilder().addValue(5));
    return pprof.bytes();
  }

  @Test
  void aProfileOfJavaComesBackAsItWas() throws Exception {
    SortedMap<String, Long> cpu = assertComesBack("java", java(), "cpu");

    assertThat(cpu.keySet())
        .anyMatch(stack -> stack.contains("shop.Price.add Price.java:12"))
        .anyMatch(stack -> stack.contains("(_ZN5Cart5totalEv)"))
        .anyMatch(stack -> stack.contains("thread:[worker]"));
  }

  private static byte[] java() {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    long run = pprof.location("[java]", "java.lang.Thread.run", "Thread.java", 1474);
    long malloc = pprof.location("/usr/lib/libc.so.6", "malloc", "", 0);
    long kernel = pprof.location("[kernel]", "do_syscall_64", "", 0);
    long inlined = pprof.inlined("[java]", "shop.Cart.price", "shop.Cart.total");
    pprof
        .raw()
        .addFunction(
            Function.newBuilder()
                .setId(100)
                .setName(pprof.string("Cart::total"))
                .setSystemName(pprof.string("_ZN5Cart5totalEv"))
                .setFilename(pprof.string("cart.cc"))
                .setStartLine(40))
        .addFunction(
            Function.newBuilder()
                .setId(101)
                .setName(pprof.string("shop.Price.add"))
                .setFilename(pprof.string("Price.java")))
        .addLocation(
            Location.newBuilder()
                .setId(100)
                .setMappingId(pprof.mapping("/usr/lib/libcart.so"))
                .addLine(Line.newBuilder().setFunctionId(100).setLine(44).setColumn(7)))
        .addLocation(
            Location.newBuilder()
                .setId(101)
                .setMappingId(pprof.mapping("[java]"))
                .addLine(Line.newBuilder().setFunctionId(101).setLine(12))
                .addLine(Line.newBuilder().setFunctionId(101).setLine(13)));
    pprof.sampleOf(List.of(malloc, 100L, 101L, run), List.of(3L, 30L), "thread", "worker");
    pprof.sampleOf(List.of(kernel, inlined, run), List.of(2L, 20L), "thread", "worker");
    pprof.sampleOf(List.of(inlined, run), List.of(1L, 10L));
    return pprof.bytes();
  }

  @Test
  void whatGoDoesNotShowComesBackToo() throws Exception {
    Profile java = Profile.parseFrom(new GZIPInputStream(download("hidden", java(), "cpu")));

    Function total =
        java.getFunctionList().stream()
            .filter(function -> text(java, function.getName()).equals("Cart::total"))
            .findFirst()
            .orElseThrow();
    assertThat(total.getStartLine()).isEqualTo(40);
    assertThat(text(java, total.getSystemName())).isEqualTo("_ZN5Cart5totalEv");
    assertThat(java.getLocationList().stream().flatMap(location -> location.getLineList().stream()))
        .filteredOn(line -> line.getFunctionId() == total.getId())
        .extracting(Line::getColumn)
        .containsExactly(7L);
    assertThat(text(java, java.getDefaultSampleType())).isEqualTo("cpu");
  }

  private static String text(Profile profile, long index) {
    return profile.getStringTable((int) index);
  }

  private SortedMap<String, Long> assertComesBack(String service, byte[] pprof, String type)
      throws Exception {
    Path sent = Files.write(folder.resolve("sent.pb"), pprof);
    Path back = folder.resolve("back.pb.gz");
    try (InputStream in = download(service, pprof, type)) {
      Files.write(back, in.readAllBytes());
    }
    SortedMap<String, Long> expected = RawProfile.read(sent, type);
    assertThat(RawProfile.read(back, type)).isEqualTo(expected).isNotEmpty();
    return expected;
  }

  private static InputStream download(String service, byte[] pprof, String type) throws Exception {
    assertThat(SERVER.post("/api/v1/profiles?service=" + service, pprof).statusCode())
        .isEqualTo(200);
    return SERVER.stream(
            "/api/v1/flamegraph?format=pprof&service=%s&type=%s&from=%d"
                .formatted(service, type, START.toEpochMilli()))
        .body();
  }

  /** A file that was recorded once, as if it was now. */
  private static byte[] recorded(String file) throws IOException {
    try (InputStream in = PprofBuilder.class.getResourceAsStream("corpus/" + file)) {
      return Profile.parseFrom(in).toBuilder()
          .setTimeNanos(START.toEpochMilli() * 1_000_000)
          .build()
          .toByteArray();
    }
  }

  private static Label number(PprofBuilder pprof, String key, long number, String unit) {
    return Label.newBuilder()
        .setKey(pprof.string(key))
        .setNum(number)
        .setNumUnit(pprof.string(unit))
        .build();
  }

  private static Label text(PprofBuilder pprof, String key, String text) {
    return Label.newBuilder().setKey(pprof.string(key)).setStr(pprof.string(text)).build();
  }
}

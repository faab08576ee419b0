package dev.cresset.collector.pprof;

import static dev.cresset.collector.pprof.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.cresset.protocol.pprof.Label;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PprofDecoderTest {
  private static final Instant START = Instant.parse("2026-11-20T10:15:30.123456789Z");

  @Test
  void readsWhatAnAgentSends() throws PprofException {
    PprofBuilder pprof = PprofBuilder.cpu(START).comment("effective rate 99 %");
    pprof.sampleOf(
        List.of(
            pprof.inlined("[java]", "shop.Price.add", "shop.Cart.total"),
            pprof.location("[java]", "shop.Main.main(String[])", "Main.java", 7)),
        List.of(3L, 30_000_000L),
        "thread",
        "main");

    DecodedProfile decoded = decode(pprof.gzipped());

    assertThat(decoded.start()).isEqualTo(START);
    assertThat(decoded.durationNanos()).isEqualTo(10_000_000_000L);
    assertThat(decoded.period()).isEqualTo(10_000_000);
    assertThat(decoded.comments()).containsExactly("effective rate 99 %");
    assertThat(frames(decoded, decoded.stackIds()[0]))
        .containsExactly(
            "shop.Price.add|shop.Price||0|INLINED",
            "shop.Cart.total|shop.Cart||0|JAVA",
            "shop.Main.main(String[])|shop.Main|Main.java|7|JAVA");
    assertThat(decoded.labelSets().getFirst().labels()).isEqualTo(Map.of("thread", "main"));
    DecodedProfile.Measure cpu = decoded.measures().getFirst();
    assertThat(decoded.measures()).hasSize(1);
    assertThat(cpu.type()).isEqualTo("cpu");
    assertThat(cpu.unit()).isEqualTo("nanoseconds");
    assertThat(cpu.values()).containsExactly(30_000_000);
    assertThat(cpu.samples()).containsExactly(3);
  }

  @Test
  void tellsKindsOfCodeByTheirMappings() throws PprofException {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    pprof.sampleOf(
        List.of(
            pprof.location("[class]", "byte[]", "", 0),
            pprof.location("[kernel.kallsyms]", "do_syscall_64", "", 0),
            pprof.location("[native]", "memcpy", "", 0),
            pprof.location("/usr/lib/libc.so.6", "malloc", "", 0),
            pprof.location("[vm]", "G1ParTask", "", 0),
            pprof.location("", "scala.collection.List.map", "List.scala", 9),
            pprof.location("", "runtime.mallocgc", "malloc.go", 1)),
        List.of(1L, 1L));

    DecodedProfile decoded = decode(pprof.bytes());

    assertThat(frames(decoded, decoded.stackIds()[0]))
        .containsExactly(
            "byte[]|byte[]||0|CLASS",
            "do_syscall_64|||0|KERNEL",
            "memcpy|||0|NATIVE",
            "malloc|||0|NATIVE",
            "G1ParTask|||0|VM",
            "scala.collection.List.map|scala.collection.List|List.scala|9|JAVA",
            "runtime.mallocgc||malloc.go|1|NATIVE");
  }

  @Test
  void namesCodeWithoutASymbolByItsPlaceInItsFile() throws PprofException {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    pprof
        .raw()
        .addMapping(
            Mapping.newBuilder()
                .setId(1)
                .setMemoryStart(0x1000)
                .setFilename(pprof.string("/opt/lib/libfoo.so")))
        .addLocation(Location.newBuilder().setId(1).setMappingId(1).setAddress(0x1234))
        .addLocation(Location.newBuilder().setId(2).setAddress(0x99));
    pprof.sampleOf(List.of(1L, 2L), List.of(1L, 1L));

    DecodedProfile decoded = decode(pprof.bytes());

    assertThat(frames(decoded, decoded.stackIds()[0]))
        .containsExactly("libfoo.so+0x234|||0|NATIVE", "0x99|||0|NATIVE");
  }

  @Test
  void mergesSamplesOfTheSameStackAndLabels() throws PprofException {
    DecodedProfile decoded =
        decode(
            PprofBuilder.cpu(START)
                .sample(List.of("a.B.c"), List.of(1L, 10L), "k", "v")
                .sample(List.of("a.B.c"), List.of(2L, 20L), "k", "v")
                .sample(List.of("a.B.c"), List.of(4L, 40L))
                .bytes());

    assertThat(decoded.stackIds()).hasSize(2);
    assertThat(decoded.labelSetIds()[1]).isZero();
    assertThat(decoded.measures().getFirst().values()).containsExactly(30, 40);
    assertThat(decoded.measures().getFirst().samples()).containsExactly(3, 4);
  }

  @Test
  void keepsForeignTypesAndCountsTheirSamplesItself() throws PprofException {
    DecodedProfile decoded =
        decode(
            new PprofBuilder(START, "inuse_objects", "count", "inuse_space", "bytes")
                .sample(List.of("main.f"), List.of(1L, 100L))
                .sample(List.of("main.f"), List.of(0L, 50L))
                .bytes());

    assertThat(decoded.measures())
        .extracting(DecodedProfile.Measure::type, DecodedProfile.Measure::unit)
        .containsExactly(tuple("inuse_objects", "count"), tuple("inuse_space", "bytes"));
    assertThat(decoded.measures().get(0).samples()).containsExactly(1);
    assertThat(decoded.measures().get(1).samples()).containsExactly(2);
    assertThat(decoded.measures().get(1).values()).containsExactly(150);
  }

  @Test
  void keepsTheSampleCountAsATypeWhereThereIsNoOther() throws PprofException {
    DecodedProfile decoded =
        decode(
            new PprofBuilder(START, "samples", "count")
                .sample(List.of("main.f"), List.of(5L))
                .bytes());

    assertThat(decoded.measures().getFirst().type()).isEqualTo("samples");
    assertThat(decoded.measures().getFirst().values()).containsExactly(5);
    assertThat(decoded.measures().getFirst().samples()).containsExactly(5);
  }

  @Test
  void keepsNumericLabelsWithTheirUnitAndAllValuesOfAName() throws PprofException {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    long location = pprof.location("[java]", "a.B.c", "", 0);
    pprof
        .raw()
        .addSample(
            Sample.newBuilder()
                .addLocationId(location)
                .addValue(1)
                .addValue(1)
                .addLabel(
                    Label.newBuilder()
                        .setKey(pprof.string("size"))
                        .setNum(512)
                        .setNumUnit(pprof.string("bytes")))
                .addLabel(Label.newBuilder().setKey(pprof.string("n")).setNum(-3))
                .addLabel(Label.newBuilder().setKey(pprof.string("k")).setStr(pprof.string("one")))
                .addLabel(
                    Label.newBuilder().setKey(pprof.string("k")).setStr(pprof.string("two"))));

    assertThat(decode(pprof.bytes()).labelSets().getFirst().labels())
        .isEqualTo(Map.of("size", "512 bytes", "n", "-3", "k", "one, two"));
  }

  @Test
  void givesTheSameContentTheSameIdsForEver() throws PprofException {
    DecodedProfile decoded =
        decode(
            PprofBuilder.cpu(START)
                .sample(List.of("a.B.c", "a.B.d"), List.of(1L, 1L), "k", "v", "l", "w")
                .bytes());

    // They are in people's databases: if this fails, mend the code and not the test.
    assertThat(decoded.frames())
        .extracting(Frame::id)
        .containsExactly(-3882521703954632668L, 237554474734369033L);
    assertThat(decoded.stackIds()).containsExactly(-6754329058874391638L);
    assertThat(decoded.labelSetIds()).containsExactly(7498074703315397876L);
  }

  @Test
  void takesIdsInAnyOrder() throws PprofException {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    long a = pprof.location("[java]", "a.A.a", "", 0);
    long b = pprof.location("[java]", "b.B.b", "", 0);
    pprof.sampleOf(List.of(a, b), List.of(1L, 1L));
    Profile.Builder shuffled = Profile.newBuilder().mergeFrom(Decoding.parse(pprof.bytes()));
    List<Location> locations =
        List.of(
            shuffled.getLocation(1).toBuilder().setId(-5).build(),
            shuffled.getLocation(0).toBuilder().setId(1L << 40).build());
    shuffled.clearLocation().addAllLocation(locations);
    shuffled.getSampleBuilder(0).clearLocationId().addLocationId(1L << 40).addLocationId(-5);

    DecodedProfile decoded = decode(shuffled.build().toByteArray());

    assertThat(decoded.stackIds()).isEqualTo(decode(pprof.bytes()).stackIds());
  }

  @Test
  void keepsHostileNames() throws PprofException {
    String hostile = "'; DROP TABLE profiles; --\u0000\"\\ <script>💥" + "x".repeat(65_000);
    DecodedProfile decoded =
        decode(
            PprofBuilder.cpu(START)
                .sample(List.of(hostile), List.of(1L, 1L), hostile, hostile)
                .bytes());

    assertThat(decoded.frames().getFirst().function()).isEqualTo(hostile);
    assertThat(decoded.labelSets().getFirst().labels()).isEqualTo(Map.of(hostile, hostile));
  }

  @Test
  void skipsFieldsItDoesNotKnow() throws Exception {
    Profile profile =
        Decoding.parse(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L, 1L)).bytes());
    byte[] extended =
        ByteString.copyFrom(profile.toByteArray())
            .concat(ByteString.copyFrom(new byte[] {(byte) 0xc2, 0x3e, 2, 8, 1}))
            .toByteArray();

    assertThat(decode(extended).stackIds()).hasSize(1);
  }

  private static List<String> frames(DecodedProfile decoded, long stackId) {
    Map<Long, String> texts = new HashMap<>();
    for (Frame frame : decoded.frames()) {
      texts.put(
          frame.id(),
          "%s|%s|%s|%d|%s"
              .formatted(
                  frame.function(), frame.className(), frame.file(), frame.line(), frame.kind()));
    }
    return decoded.stacks().stream()
        .filter(stack -> stack.id() == stackId)
        .flatMap(stack -> Arrays.stream(stack.frames()).mapToObj(texts::get))
        .collect(Collectors.toList());
  }
}

package dev.cresset.collector.pprof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Label;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PprofDecoderTest {
  private static final Instant START = Instant.parse("2026-11-20T10:15:30.123456789Z");

  private static final PprofLimits LIMITS =
      new PprofLimits(
          new Limit("max-size", 1 << 20),
          new Limit("max-unpacked", 4 << 20),
          new Limit("max-samples", 1000),
          new Limit("max-depth", 100),
          new Limit("max-frames", 10_000),
          new Limit("max-table", 5000),
          new Limit("max-string", 65_536),
          new Limit("max-labels", 8));

  private static final PprofLimits WIDE =
      new PprofLimits(
          new Limit("max-size", 1 << 30),
          new Limit("max-unpacked", 1 << 30),
          new Limit("max-samples", 1 << 30),
          new Limit("max-depth", 1 << 30),
          new Limit("max-frames", 1 << 30),
          new Limit("max-table", 1 << 30),
          new Limit("max-string", 1 << 30),
          new Limit("max-labels", 1 << 30));

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
  void doesNotUnfoldNumbersThatAreTooMany() {
    byte[] bomb = new byte[3 << 20];
    Arrays.fill(bomb, (byte) 1);
    for (int field : new int[] {1, 2}) {
      Sample sample =
          Sample.newBuilder()
              .addAllValue(field == 1 ? List.of(1L, 1L) : List.of())
              .setUnknownFields(
                  UnknownFieldSet.newBuilder()
                      .addField(
                          field,
                          UnknownFieldSet.Field.newBuilder()
                              .addLengthDelimited(ByteString.copyFrom(bomb))
                              .build())
                      .build())
              .build();
      PprofBuilder pprof = PprofBuilder.cpu(START);
      pprof.raw().addSample(sample);
      byte[] bytes = pprof.bytes();

      long before = allocated();
      assertThatThrownBy(() -> PprofDecoder.decode(bytes, LIMITS, Room.UNBOUNDED))
          .isInstanceOf(PprofException.class)
          .hasMessageContaining("at least");
      assertThat(allocated() - before).isLessThan(bomb.length);
    }
  }

  @Test
  void asksForRoomBeforeItTakesIt() {
    PprofBuilder locations = PprofBuilder.cpu(START);
    PprofBuilder functions = PprofBuilder.cpu(START);
    PprofBuilder strings = PprofBuilder.cpu(START);
    PprofBuilder samples = PprofBuilder.cpu(START);
    PprofBuilder labels = PprofBuilder.cpu(START);
    for (int i = 1; i <= 100_000; i++) {
      locations.raw().addLocation(Location.newBuilder().setId(i));
      functions.raw().addFunction(Function.newBuilder().setId(i));
      strings.string("" + i);
      samples.sampleOf(List.of(samples.location("[java]", "f", "", i)), List.of(1L, 1L));
      labels.sampleOf(List.of(), List.of(1L, 1L), "k", "" + i);
    }
    for (PprofBuilder pprof : List.of(locations, functions, strings, samples, labels)) {
      byte[] bytes = pprof.bytes();
      long before = allocated();
      assertThatThrownBy(() -> PprofDecoder.decode(bytes, WIDE, room -> room <= 1 << 20))
          .isInstanceOf(NoRoomException.class);
      // What is thrown away on the way included.
      assertThat(allocated() - before).isLessThan(8 << 20);
    }
  }

  @Test
  void doesNotFollowGroupsWithinGroups() {
    byte[] groups = new byte[100_000];
    for (int i = 0; i < groups.length; i += 2) {
      groups[i] = (byte) 0x9b;
      groups[i + 1] = 6;
    }
    assertRefused(() -> decode(groups), "This is no pprof profile");
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void doesNotWriteOutALongNameForEveryLine() {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    String name = "a.".repeat(30_000);
    for (int line = 1; line <= 100; line++) {
      pprof.sampleOf(List.of(pprof.location("[java]", name, "", line)), List.of(1L, 1L));
    }
    assertThatThrownBy(() -> decode(pprof.bytes()))
        .isInstanceOf(PprofException.class)
        .hasMessageContaining("names of all frames and labels")
        .hasMessageContaining("max-unpacked");
  }

  @Test
  void doesNotPutManyValuesOfOneLabelTogetherToALongOne() {
    String value = "v".repeat(30_000);
    PprofBuilder pprof =
        PprofBuilder.cpu(START)
            .sample(List.of("f"), List.of(1L, 1L), "k", value, "k", value, "k", value);
    assertThatThrownBy(() -> decode(pprof.bytes()))
        .isInstanceOf(PprofException.class)
        .hasMessageContaining("label's values together")
        .hasMessageContaining("max-string");
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
    Profile.Builder shuffled = Profile.newBuilder().mergeFrom(parse(pprof.bytes()));
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
  void refusesWhatIsNoProfile() {
    assertRefused(() -> decode(new byte[0]), "no pprof profile");
    assertRefused(() -> decode("<html>nope</html>".getBytes(StandardCharsets.UTF_8)), "no pprof");
    assertRefused(() -> decode(PprofBuilder.gzip(new byte[] {1, 2, 3})), "no pprof profile");
    byte[] zip = {0x1f, (byte) 0x8b, 8, 0, 0};
    assertRefused(() -> decode(zip), "cannot be unpacked");
  }

  @Test
  void refusesEveryProfileThatIsCutShortOrReadsIt() throws PprofException {
    byte[] whole =
        PprofBuilder.cpu(START)
            .sample(List.of("a.B.c", "a.B.d"), List.of(1L, 1L), "k", "v")
            .bytes();
    byte[] packed = PprofBuilder.gzip(whole);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> decode(cut))
          .isInstanceOf(PprofException.class)
          .hasMessageNotContaining("null");
    }
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        decode(damaged);
      } catch (PprofException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void refusesWhatRefersToNothing() {
    assertRefused(
        () -> decode(PprofBuilder.cpu(START).sampleOf(List.of(9L), List.of(1L, 1L)).bytes()),
        "There is no location with the id 9");
    assertRefused(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          pprof
              .raw()
              .addLocation(
                  Location.newBuilder().setId(1).addLine(Line.newBuilder().setFunctionId(3)));
          decode(pprof.sampleOf(List.of(1L), List.of(1L, 1L)).bytes());
        },
        "There is no function with the id 3");
    assertRefused(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          pprof.raw().addComment(99);
          decode(pprof.bytes());
        },
        "There is no string 99");
  }

  @Test
  void refusesValuesThatCannotBe() {
    assertRefused(
        () -> decode(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L, -5L)).bytes()),
        "negative value -5 of cpu");
    assertRefused(
        () -> decode(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L)).bytes()),
        "A sample has 1 values, but the profile has 2 sample types");
    assertRefused(
        () ->
            decode(
                PprofBuilder.cpu(START)
                    .sample(List.of("a.B.c"), List.of(1L, 1L << 52))
                    .sample(List.of("a.B.d"), List.of(1L, (1L << 52) + 1))
                    .bytes()),
        "The values of cpu add up to more than");
    assertRefused(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          pprof.raw().setTimeNanos(0);
          decode(pprof.bytes());
        },
        "does not say when it was taken");
    assertRefused(
        () -> decode(new PprofBuilder(START, "cpu", "nanoseconds", "cpu", "count").bytes()),
        "different names");
  }

  @Test
  void namesTheLimitThatIsBrokenWithTheValueAndTheSetting() {
    assertLimit(() -> decode(new byte[(1 << 20) + 1]), "max-size", (1 << 20) + 1);
    assertLimit(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          for (int i = 0; i <= 1000; i++) {
            pprof.sample(List.of("a.B.c"), List.of(1L, 1L));
          }
          decode(pprof.bytes());
        },
        "max-samples",
        1001);
    assertLimit(
        () ->
            decode(
                PprofBuilder.cpu(START)
                    .sample(Collections.nCopies(101, "a.B.c"), List.of(1L, 1L))
                    .bytes()),
        "max-depth",
        101);
    assertLimit(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          for (int i = 0; i < 200; i++) {
            pprof.sample(Collections.nCopies(60, "a.B.c" + i), List.of(1L, 1L));
          }
          decode(pprof.bytes());
        },
        "max-frames",
        167 * 60);
    assertLimit(
        () ->
            decode(
                PprofBuilder.cpu(START)
                    .sample(List.of("x".repeat(65_537)), List.of(1L, 1L))
                    .bytes()),
        "max-string",
        65_537);
    assertLimit(
        () -> {
          String[] labels = new String[18];
          Arrays.setAll(labels, i -> "label" + i);
          decode(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L, 1L), labels).bytes());
        },
        "max-labels",
        9);
    assertLimit(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          for (int i = 0; i < 5000; i++) {
            pprof.raw().addMapping(Mapping.newBuilder().setId(i + 1));
          }
          pprof.raw().addMapping(Mapping.newBuilder().setId(5001));
          decode(pprof.bytes());
        },
        "max-table",
        5001);
  }

  @Test
  void doesNotUnpackABomb() {
    byte[] bomb = PprofBuilder.gzip(new byte[200 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);

    assertThatThrownBy(() -> decode(bomb))
        .isInstanceOf(PprofException.class)
        .hasMessageContaining("max-unpacked");
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
        parse(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L, 1L)).bytes());
    byte[] extended =
        ByteString.copyFrom(profile.toByteArray())
            .concat(ByteString.copyFrom(new byte[] {(byte) 0xc2, 0x3e, 2, 8, 1}))
            .toByteArray();

    assertThat(decode(extended).stackIds()).hasSize(1);
  }

  private static DecodedProfile decode(byte[] pprof) throws PprofException {
    try {
      return PprofDecoder.decode(
          PprofDecoder.unpack(pprof, LIMITS, Room.UNBOUNDED), LIMITS, Room.UNBOUNDED);
    } catch (NoRoomException e) {
      throw new AssertionError(e);
    }
  }

  private static Profile parse(byte[] bytes) {
    try {
      return Profile.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
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

  private static void assertRefused(ThrowingCallable decoding, String message) {
    assertThatThrownBy(decoding)
        .isInstanceOf(PprofException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((PprofException) e).limit())
        .isEqualTo("");
  }

  private static void assertLimit(ThrowingCallable decoding, String setting, long value) {
    assertThatThrownBy(decoding)
        .isInstanceOfSatisfying(
            PprofException.class,
            e -> {
              assertThat(e.limit()).isEqualTo(setting);
              assertThat(e.value()).isEqualTo(value);
              assertThat(e).hasMessageContaining(setting).hasMessageContaining("" + value);
              assertThat(e.maximum()).isLessThan(value);
            });
  }
}

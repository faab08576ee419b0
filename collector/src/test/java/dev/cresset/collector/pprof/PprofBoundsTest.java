package dev.cresset.collector.pprof;

import static dev.cresset.collector.pprof.Decoding.LIMITS;
import static dev.cresset.collector.pprof.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Sample;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is too large, or made to take too much. */
class PprofBoundsTest {
  private static final Instant START = Instant.parse("2026-11-20T10:15:30.123456789Z");

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
      assertThatThrownBy(
              () -> PprofDecoder.decode(bytes, LIMITS, new FrameCache(0), Room.UNBOUNDED))
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
    FrameCache cache = new FrameCache(1 << 20);
    for (PprofBuilder pprof : List.of(locations, functions, strings, samples, labels)) {
      byte[] bytes = pprof.bytes();
      long before = allocated();
      assertThatThrownBy(() -> PprofDecoder.decode(bytes, WIDE, cache, room -> room <= 1 << 20))
          .isInstanceOf(NoRoomException.class);
      // What is thrown away on the way included.
      assertThat(allocated() - before).isLessThan(8 << 20);
    }
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

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
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

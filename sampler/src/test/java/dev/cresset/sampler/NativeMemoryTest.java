package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of known amounts of memory outside the heap. */
class NativeMemoryTest {
  private static final int KIB = 1024;
  private static final int LARGE_ONES = 60;
  private static final int SMALL_ONES = 1500;
  private static final int UNEVEN_ONES = 600;

  @TempDir static Path temp;

  private static Measured measured;
  private static volatile ByteBuffer sink;

  @BeforeAll
  static void allocate() throws Exception {
    try (NativeEngine engine = new NativeEngine(config(), List.of())) {
      engine.start();
      for (int i = 0; i < LARGE_ONES; i++) {
        large();
      }
      for (int i = 0; i < SMALL_ONES; i++) {
        small();
        other();
      }
      for (int i = 0; i < UNEVEN_ONES; i++) {
        uneven();
      }
      measured = new Measured().add(engine.seal());
    }
  }

  static void large() {
    sink = ByteBuffer.allocateDirect(1024 * KIB);
  }

  static void small() {
    sink = ByteBuffer.allocateDirect(64 * KIB);
  }

  /** So large that each sample stands for about one and a half. */
  static void uneven() {
    sink = ByteBuffer.allocateDirect(384 * KIB);
  }

  static void other() {
    sink = ByteBuffer.allocateDirect(64 * KIB);
  }

  @Test
  void whatIsLargerThanTheIntervalIsCountedOneByOne() {
    assertThat(bytes(in("NativeMemoryTest.large"))).isEqualTo(LARGE_ONES * 1024L * KIB);
    assertThat(objects(in("NativeMemoryTest.large"))).isEqualTo(LARGE_ONES);
  }

  @Test
  void whatIsSmallerIsScaledUp() {
    Predicate<Sample> small = in("NativeMemoryTest.small").or(in("NativeMemoryTest.other"));

    assertThat(bytes(small)).isCloseTo(2L * SMALL_ONES * 64 * KIB, withPercentage(5));
    assertThat(objects(small)).isCloseTo(2L * SMALL_ONES, withPercentage(5));
  }

  @Test
  void whatASampleStandsForNeedBeNoWholeNumber() {
    assertThat(bytes(in("NativeMemoryTest.uneven")))
        .isCloseTo(UNEVEN_ONES * 384L * KIB, withPercentage(5));
    assertThat(objects(in("NativeMemoryTest.uneven"))).isCloseTo(UNEVEN_ONES, withPercentage(10));
  }

  @Test
  void placesThatAllocateInTurnsBothHaveTheirShare() {
    assertThat(bytes(in("NativeMemoryTest.small")))
        .isCloseTo(SMALL_ONES * 64L * KIB, withPercentage(15));
    assertThat(bytes(in("NativeMemoryTest.other")))
        .isCloseTo(SMALL_ONES * 64L * KIB, withPercentage(15));
  }

  @Test
  void theLeafIsTheFunctionThatAllocates() {
    assertThat(measured.samples(Family.NATIVEMEM, in("NativeMemoryTest.large")))
        .isNotEmpty()
        .extracting(sample -> sample.stackTrace().frame(0))
        .extracting(Frame::function)
        .containsOnly("malloc");
    assertThat(measured.samples(Family.NATIVEMEM, in("_hook"))).isEmpty();
  }

  @Test
  void byDefaultItIsNotProfiled() throws Exception {
    try (NativeEngine engine =
        new NativeEngine(new SamplerConfig().withTempDirectory(temp), List.of())) {
      engine.start();

      assertThat(engine.families()).doesNotContain(Family.NATIVEMEM);
      assertThat(new Measured().add(engine.seal()).of(Family.NATIVEMEM)).isEmpty();
    }
  }

  private static long bytes(Predicate<Sample> filter) {
    return measured.sum(Family.NATIVEMEM, filter);
  }

  private static long objects(Predicate<Sample> filter) {
    return measured.sum(Family.NATIVEMEM, 1, filter);
  }

  private static SamplerConfig config() {
    return new SamplerConfig()
        .withTempDirectory(temp)
        .withFamilies(EnumSet.of(Family.CPU, Family.NATIVEMEM));
  }
}

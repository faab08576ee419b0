package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.allocationtracker.PrintedProfile.Volume;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known volumes in a forked JVM, seen by async-profiler in the session shared with the others. */
class RecordedAllocationsTest {
  private static final int INTERVAL = 524_288;
  private static final long MEGABYTES = 1024;
  private static final int[] SIZES = {
    16, 24, 64, 1024, 16_384, 65_536, 262_144, 524_288, 1_048_576
  };

  /** By how much HotSpot's own sampler may be wrong before JDK 25: see docs/allocation.md. */
  private static final double BIAS_OF_OLD_JVM = 0.15;

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void objectsOfEverySizeAreEstimatedWithoutBias(Path java) throws Exception {
    List<String> output =
        ForkedJvm.run(
            java,
            "-Xmx1g",
            "harness.Harness",
            "recorded",
            "async-profiler",
            String.valueOf(INTERVAL),
            "com.shop.Volumes",
            String.valueOf(MEGABYTES),
            "mixed");
    PrintedProfile profile = new PrintedProfile(output);

    SoftAssertions softly = new SoftAssertions();
    for (int size : SIZES) {
      Volume seen =
          profile.under("com.shop.Volumes.of" + size, size == 16 ? "java.lang.Object" : "byte[]");
      double objects = (double) (MEGABYTES << 20) / size;
      double bias = java.equals(ForkedJvm.own()) ? 0 : BIAS_OF_OLD_JVM;
      double tolerance = bias + 5 / Math.sqrt(objects * Weight.chance(size, INTERVAL));
      softly
          .assertThat(seen.objects / objects)
          .as("objects of %d bytes", size)
          .isBetween(1 - tolerance, 1 + tolerance);
      softly
          .assertThat(seen.bytes / objects / size)
          .as("bytes in objects of %d", size)
          .isBetween(1 - tolerance, 1 + tolerance);
    }
    softly.assertAll();
    assertThat(profile.samples())
        .allSatisfy(s -> assertThat(s.frames.get(0)).isEqualTo(s.className));
  }
}

package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.allocationtracker.PrintedProfile.Volume;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known volumes in a forked JVM, seen by the recorders, in one session with the other families. */
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
    PrintedProfile profile = recorded(java, "async-profiler", MEGABYTES);

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

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void theFlightRecordersSamplesAddUpToAllThatWasAllocated(Path java) throws Exception {
    // What a thread allocates after its last sample, up to a second's worth, counts with its next
    // sample; here there is none.
    long megabytes = 1024;
    PrintedProfile profile = recorded(java, "flight-recorder", megabytes);

    Volume seen = profile.sum(line -> line.isUnder("com.shop.Volumes.main"));
    double bytes = (double) (megabytes << 20) * SIZES.length;
    assertThat(seen.bytes / bytes).isBetween(0.85, 1.1);
    assertThat(profile.samples())
        .allSatisfy(line -> assertThat(line.frames.get(0)).isEqualTo(line.className));
    assertThat(profile.comments()).anyMatch(comment -> comment.startsWith("alloc_objects counts"));
  }

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void totalsStayRightWhileTheRateChangesUnderThem(Path java) throws Exception {
    long megabytes = 3 * MEGABYTES;
    PrintedProfile profile =
        new PrintedProfile(
            ForkedJvm.run(
                java,
                "-Xmx1g",
                "harness.Harness",
                "paced",
                String.valueOf(INTERVAL),
                "com.shop.Volumes",
                String.valueOf(megabytes),
                "mixed"));

    double sampled = 1 - profile.number("unsampled") / 1e6;
    double bytes = (double) (megabytes << 20) * SIZES.length;
    Volume seen = profile.sum(line -> line.isUnder("com.shop.Volumes.main"));
    double bias = java.equals(ForkedJvm.own()) ? 0 : BIAS_OF_OLD_JVM;
    assertThat(profile.number("changes")).isGreaterThan(2);
    assertThat(seen.bytes / bytes / sampled).isBetween(0.9 - bias, 1.1 + bias);
  }

  private static PrintedProfile recorded(Path java, String engine, long megabytes)
      throws Exception {
    return new PrintedProfile(
        ForkedJvm.run(
            java,
            "-Xmx1g",
            "harness.Harness",
            "recorded",
            engine,
            String.valueOf(INTERVAL),
            "com.shop.Volumes",
            String.valueOf(megabytes),
            "mixed"));
  }
}

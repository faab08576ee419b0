package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.profile.StackTrace;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CpuSharesTest {
  private static final StackTrace SAMPLED = stack("sampled");
  private static final StackTrace ALSO_SAMPLED = stack("alsoSampled");
  private static final StackTrace DUMPED = stack("dumped");
  private static final Labels T = Labels.of("thread", "t");

  private final CpuShares shares = new CpuShares();

  @Test
  void whatAThreadUsedIsSharedByItsSamplesToTheLastNanosecond() {
    shares.used(1, T, 100);
    shares.sampled(1, T, SAMPLED, 10);
    shares.sampled(1, T, ALSO_SAMPLED, 10);
    shares.sampled(1, T, ALSO_SAMPLED, 10);

    assertThat(nanos()).isEqualTo(Map.of("a.B.sampled", 33L, "a.B.alsoSampled", 67L));
  }

  @Test
  void dumpsCountOnlyForAThreadWithoutSamples() {
    shares.used(1, T, 100);
    shares.sampled(1, T, SAMPLED, 10);
    shares.dumped(1, T, DUMPED);
    shares.used(2, T, 50);
    shares.dumped(2, T, DUMPED);

    assertThat(nanos()).isEqualTo(Map.of("a.B.sampled", 100L, "a.B.dumped", 50L));
  }

  @Test
  void whatNobodySawIsShownAsThat() {
    shares.used(1, T, 100);
    shares.usedBeyondThreads(7);

    assertThat(nanos())
        .isEqualTo(Map.of("[not seen running]", 100L, "[JVM threads, and threads that ended]", 7L));
  }

  @Test
  void aThreadThatEndedTakesItsShareOfWhatTheLivingDidNotUse() {
    shares.usedBeyondThreads(30);
    shares.sampled(9, T, SAMPLED, 10);
    shares.sampled(9, T, SAMPLED, 10);

    assertThat(nanos())
        .isEqualTo(Map.of("a.B.sampled", 20L, "[JVM threads, and threads that ended]", 10L));
  }

  @Test
  void theBusiestThreadIsOneNotTheSum() {
    for (int thread = 1; thread <= 5; thread++) {
      shares.used(thread, T, 10L * thread);
    }

    assertThat(shares.busiestNanos()).isEqualTo(50);
  }

  private Map<String, Long> nanos() {
    Profile.Builder profile = Profile.builder(Family.CPU);
    shares.addTo(profile);
    return profile.build().samples().stream()
        .collect(Collectors.toMap(CpuSharesTest::leaf, sample -> sample.value(1)));
  }

  private static String leaf(Sample sample) {
    return sample.stackTrace().frame(0).function();
  }

  private static StackTrace stack(String method) {
    return StackTrace.of(Frame.java("a.B", method, "B.java", 1, FrameKind.JAVA));
  }
}

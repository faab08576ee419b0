package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepPaceTest {
  private static final Duration PACE = Duration.ofSeconds(30);

  private long compiled;

  private final StepPace pace = new StepPace(PACE, () -> compiled);

  @Test
  void theFirstStepNeedNotWait() {
    assertThat(pace.allowsStep(0)).isTrue();
  }

  @Test
  void whereNothingWasCompiledTheNextStepComesAfterThePace() {
    pace.stepped(0, 1, 0);

    assertThat(pace.allowsStep(seconds(29))).isFalse();
    assertThat(pace.allowsStep(seconds(30))).isTrue();
  }

  @Test
  void aStepThatTookLongIsFollowedByARestOfFiveHundredTimesAsLong() {
    pace.stepped(0, seconds(0.1), 0);

    assertThat(pace.allowsStep(seconds(49))).isFalse();
    assertThat(pace.allowsStep(seconds(51))).isTrue();
  }

  @Test
  void whatIsCompiledSinceAStepMustBeAHundredthOfTheTimeUntilTheNext() {
    compiled = seconds(7);
    pace.stepped(0, 1, compiled);
    compiled = seconds(9);

    assertThat(pace.allowsStep(seconds(190))).isFalse();
    assertThat(pace.allowsStep(seconds(200))).isTrue();
  }

  @Test
  void whereMoreIsCompiledAllTheTimeTheNextStepComesAfterTenPaces() {
    pace.stepped(0, 1, 0);
    compiled = seconds(600);

    assertThat(pace.allowsStep(seconds(299))).isFalse();
    assertThat(pace.allowsStep(seconds(300))).isTrue();
  }

  @Test
  void withoutAPaceNothingIsWaitedFor() {
    StepPace none = new StepPace(Duration.ZERO, () -> compiled);
    none.stepped(0, seconds(1), 0);
    compiled = seconds(1);

    assertThat(none.allowsStep(seconds(1))).isTrue();
  }

  @Test
  void thisJvmTellsForHowLongItHasCompiled() {
    assertThat(StepPace.compilerNanos()).isPositive();
  }

  private static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }
}

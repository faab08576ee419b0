package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalGovernorTest {
  private static final long SECOND = 1_000_000_000L;

  private final IntervalGovernor governor =
      new IntervalGovernor(new AllocationConfig().withInterval(1000).withMaxSamplesPerSecond(100));

  @Test
  void tenTimesTooManySamplesMakeTheIntervalTenTimesLonger() {
    assertThat(governor.observe(100, SECOND / 10)).isTrue();
    assertThat(governor.interval()).isEqualTo(10_000);
  }

  @Test
  void theIntervalIsKeptWhileTheRateIsJustBelowTheMaximum() {
    governor.observe(1000, SECOND);

    assertThat(governor.observe(90, SECOND)).isFalse();
    assertThat(governor.interval()).isEqualTo(10_000);
  }

  @Test
  void theIntervalComesBackWhenLessIsAllocatedButNeverBelowTheConfiguredOne() {
    governor.observe(300, SECOND);

    assertThat(governor.observe(10, SECOND)).isTrue();
    assertThat(governor.interval()).isEqualTo(1500);
    assertThat(governor.observe(0, SECOND)).isTrue();
    assertThat(governor.interval()).isEqualTo(1000);
    assertThat(governor.observe(0, SECOND)).isFalse();
  }

  @Test
  void theIntervalHasAnEnd() {
    for (int i = 0; i < 100; i++) {
      governor.observe(1_000_000, 1);
    }
    assertThat(governor.interval()).isEqualTo(Integer.MAX_VALUE);
  }
}

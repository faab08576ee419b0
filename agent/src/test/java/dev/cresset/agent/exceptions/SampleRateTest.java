package dev.cresset.agent.exceptions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SampleRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SampleRate rate = new SampleRate(1, 0);

  @Test
  void fewExceptionsAreAllSampled() {
    for (int i = 0; i < 10 * SampleRate.MAX_PER_SECOND; i++) {
      rate.sampled(i * SECOND / SampleRate.MAX_PER_SECOND);
    }

    assertThat(rate.interval()).isEqualTo(1);
  }

  @Test
  void theIntervalGrowsAtOnceWhereThereAreMany() {
    burst(0);

    assertThat(rate.interval()).isEqualTo(8);
  }

  @Test
  void itShrinksAgainEverySecondWithFew() {
    burst(0);

    rate.relax(SECOND);
    assertThat(rate.interval()).as("of the second with the burst, what is left").isEqualTo(4);
    rate.relax(2 * SECOND);
    assertThat(rate.interval()).isEqualTo(2);
    rate.relax(100 * SECOND);
    assertThat(rate.interval()).isEqualTo(1);
  }

  @Test
  void itStaysWhereTheSamplesAreAsManyAsTheyMayBe() {
    burst(0);

    for (int i = 1; i < 500; i++) {
      rate.sampled(i * SECOND / 50);
    }

    assertThat(rate.interval()).isEqualTo(8);
  }

  @Test
  void slowedDownItIsNeverShorterThanThat() {
    rate.slowDown(16);
    assertThat(rate.interval()).isEqualTo(16);

    rate.relax(100 * SECOND);
    assertThat(rate.interval()).isEqualTo(16);

    rate.slowDown(1);
    rate.relax(200 * SECOND);
    assertThat(rate.interval()).isEqualTo(1);
  }

  private void burst(long now) {
    for (int i = 0; i < 3 * (SampleRate.MAX_PER_SECOND + 1); i++) {
      rate.sampled(now);
    }
  }
}

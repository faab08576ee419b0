package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1000));

  @RepeatedTest(20)
  void waitsDoubleUpToTheLimitGiveOrTakeAQuarter() {
    long[] expected = {100, 200, 400, 800, 1000, 1000};
    for (long millis : expected) {
      assertThat(backoff.nextNanos()).isBetween(millis * 750_000, millis * 1_250_000);
    }
  }

  @Test
  void afterASuccessTheWaitIsShortAgain() {
    LongStream.range(0, 10).forEach(i -> backoff.nextNanos());

    backoff.reset();

    assertThat(backoff.nextNanos()).isLessThanOrEqualTo(125_000_000);
  }

  @Test
  void twoAgentsDoNotReturnTogether() {
    assertThat(LongStream.range(0, 20).map(i -> fresh().nextNanos()).distinct().count())
        .isGreaterThan(10);
  }

  private static Backoff fresh() {
    return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));
  }
}

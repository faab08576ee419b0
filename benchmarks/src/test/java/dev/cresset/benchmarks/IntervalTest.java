package dev.cresset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void equalValuesLeaveNoDoubt() {
    assertThat(Interval.of(2, 2, 2)).isEqualTo(new Interval(2, 2, 2));
  }

  @Test
  void theTrueMedianIsInsideNineteenTimesOfTwenty() {
    SplittableRandom random = new SplittableRandom(1);
    long inside =
        IntStream.range(0, 400)
            .mapToObj(i -> Interval.of(random.doubles(15).toArray()))
            .filter(interval -> interval.low() <= 0.5 && 0.5 <= interval.high())
            .count();

    assertThat(inside).isBetween(360L, 399L);
  }

  @Test
  void theTextHasTheEndsBehindTheMedian() {
    assertThat(new Interval(0.5, 1, 1.25).text(2)).isEqualTo("1.00 (0.50–1.25)");
  }
}

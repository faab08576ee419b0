package dev.cresset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  void theMiddleByHodgesAndLehmannIsInsideAsOftenAndNarrower() {
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> measured =
        IntStream.range(0, 400)
            .mapToObj(i -> IntStream.range(0, 15).mapToDouble(k -> random.nextGaussian()).toArray())
            .toList();

    assertThat(measured.stream().map(Interval::ofMiddle).filter(i -> i.low() <= 0 && 0 <= i.high()))
        .hasSizeBetween(360, 399);
    assertThat(measured.stream().map(Interval::ofMiddle).mapToDouble(IntervalTest::width).sum())
        .isLessThan(
            0.9 * measured.stream().map(Interval::of).mapToDouble(IntervalTest::width).sum());
  }

  @Test
  void anOutlierHardlyMovesTheMiddle() {
    assertThat(Interval.ofMiddle(1, 1, 1, 1, 1, 1, 1, 100).middle()).isEqualTo(1);
  }

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }

  @Test
  void theTextHasTheEndsBehindTheMedian() {
    assertThat(new Interval(0.5, 1, 1.25).text(2)).isEqualTo("1.00 (0.50–1.25)");
  }
}

package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.collector.query.Growth.Verdict;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static final double HOURS = 0.25;

  @Test
  void whatRisesInEveryPartIsGrowingAtItsSlope() {
    Trend trend = trend(24, i -> 100.0 * i);

    assertThat(trend.verdict()).isEqualTo(Verdict.GROWING);
    assertThat(trend.growth()).isCloseTo(100 * 24, within(1e-6));
    assertThat(trend.pValue()).isLessThan(1e-9);
  }

  @Test
  void threeWindowsAreTooFewToBeSure() {
    assertThat(trend(3, i -> 100.0 * i).verdict()).isEqualTo(Verdict.UNSURE);
    assertThat(trend(6, i -> 100.0 * i).verdict()).isEqualTo(Verdict.GROWING);
  }

  @Test
  void theTestIsKendalls() {
    // S = 8 of 10 pairs, variance 16.67: z = 7 / 4.08.
    assertThat(trend(5, i -> new double[] {1, 3, 2, 4, 5}[i]).pValue())
        .isCloseTo(0.0432, within(0.0005));
  }

  @Test
  void aSawtoothIsSteadyWhateverItsPhase() {
    for (int phase = 0; phase < 8; phase++) {
      int shift = phase;
      assertThat(trend(24, i -> 1000 + 100 * ((i + shift) % 8)).verdict())
          .isEqualTo(Verdict.STEADY);
    }
  }

  @Test
  void aCacheThatFillsUpAndStaysFullIsSteady() {
    assertThat(trend(24, i -> Math.min(8, i) * 100.0).verdict()).isEqualTo(Verdict.STEADY);
  }

  @Test
  void noiseIsSeldomTakenForGrowth() {
    int taken = 0;
    int wandering = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      taken +=
          trend(24, i -> 1000 + 100 * random.nextGaussian()).verdict() == Verdict.GROWING ? 1 : 0;
      double[] level = {1000};
      // A cache whose size is pulled back to its mean within some windows.
      wandering +=
          trend(24, i -> level[0] += 0.3 * (1000 - level[0]) + 50 * random.nextGaussian()).verdict()
                  == Verdict.GROWING
              ? 1
              : 0;
    }
    assertThat(taken).isLessThan(5);
    assertThat(wandering).isLessThan(10);
  }

  @Test
  void aLeakIsFoundInTheNoiseOfItsSamples() {
    int found = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double[] level = {0};
      // Two samples a window on average, each for 128 KB.
      found +=
          trend(24, i -> level[0] += 131_072 * (random.nextInt(3) + random.nextInt(3))).verdict()
                  == Verdict.GROWING
              ? 1
              : 0;
    }
    assertThat(found).isEqualTo(200);
  }

  @Test
  void aRestartIsNeitherShrinkingNorGrowth() {
    Trend growing = new Trend();
    growing.add(levels(12, i -> 100.0 * i), HOURS);
    growing.add(levels(12, i -> 100.0 * i), HOURS);
    Trend steady = new Trend();
    steady.add(levels(12, i -> 500 + i % 2), HOURS);
    steady.add(levels(12, i -> 9000 + i % 2), HOURS);

    assertThat(growing.verdict()).isEqualTo(Verdict.GROWING);
    assertThat(growing.growth()).isCloseTo(100 * 24, within(1e-6));
    assertThat(steady.verdict()).isEqualTo(Verdict.STEADY);
  }

  private static Trend trend(int length, IntToDoubleFunction level) {
    Trend trend = new Trend();
    trend.add(levels(length, level), HOURS);
    return trend;
  }

  private static double[] levels(int length, IntToDoubleFunction level) {
    return IntStream.range(0, length).mapToDouble(level).toArray();
  }
}

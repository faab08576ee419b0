package dev.cresset.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What lies in the middle of some values, with the interval in which the true middle lies in 95 of
 * 100 cases, by bootstrap: the middles of many samples that are drawn, with repetition, from what
 * was measured.
 *
 * @param middle the median, where nothing else is said
 */
record Interval(double low, double middle, double high) {
  private static final int DRAWS = 4000;
  private static final long SEED = 7;

  /**
   * @param values at least one
   */
  static Interval of(double... values) {
    return of(Median::of, values);
  }

  /**
   * Of what lies in the middle by Hodges and Lehmann, the median of the means of any two: narrower
   * by a fifth where values scatter as by the normal distribution, and not moved far as long as
   * three in ten are outliers at most (the median: one in two).
   *
   * @param values at least one
   */
  static Interval ofMiddle(double... values) {
    return of(Interval::hodgesLehmann, values);
  }

  private static Interval of(ToDoubleFunction<double[]> estimate, double... values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] middles = new double[DRAWS];
    double[] drawn = new double[values.length];
    for (int i = 0; i < DRAWS; i++) {
      Arrays.setAll(drawn, k -> values[random.nextInt(values.length)]);
      middles[i] = estimate.applyAsDouble(drawn);
    }
    Arrays.sort(middles);
    return new Interval(
        middles[(int) (DRAWS * 0.025)],
        estimate.applyAsDouble(values),
        middles[(int) (DRAWS * 0.975)]);
  }

  private static double hodgesLehmann(double... values) {
    double[] means = new double[values.length * (values.length + 1) / 2];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      for (int k = i; k < values.length; k++) {
        means[count++] = (values[i] + values[k]) / 2;
      }
    }
    return Median.of(means);
  }

  /** The three with so many digits after the point. */
  String text(int digits) {
    String number = "%." + digits + "f";
    return (number + " (" + number + "–" + number + ")").formatted(middle, low, high);
  }
}

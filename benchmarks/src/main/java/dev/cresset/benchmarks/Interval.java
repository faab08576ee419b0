package dev.cresset.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A median with the interval in which the true one lies in 95 of 100 cases, by bootstrap: the
 * medians of many samples that are drawn, with repetition, from what was measured.
 */
record Interval(double low, double median, double high) {
  private static final int DRAWS = 4000;
  private static final long SEED = 7;

  /**
   * @param values at least one
   */
  static Interval of(double... values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] medians = new double[DRAWS];
    double[] drawn = new double[values.length];
    for (int i = 0; i < DRAWS; i++) {
      Arrays.setAll(drawn, k -> values[random.nextInt(values.length)]);
      medians[i] = Median.of(drawn);
    }
    Arrays.sort(medians);
    return new Interval(
        medians[(int) (DRAWS * 0.025)], Median.of(values), medians[(int) (DRAWS * 0.975)]);
  }

  /** The three with so many digits after the point. */
  String text(int digits) {
    String number = "%." + digits + "f";
    return (number + " (" + number + "–" + number + ")").formatted(median, low, high);
  }
}

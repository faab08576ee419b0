package dev.cresset.benchmarks;

import java.util.Arrays;

/** The middle of some values. */
final class Median {
  private Median() {}

  /**
   * @param values at least one; left as they are
   */
  static double of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package dev.cresset.collector.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Benjamini and Hochberg, "Controlling the False Discovery Rate" (1995): of what is called real at
 * q &lt; 0.05, 5 % are expected to be chance.
 */
final class FalseDiscoveryRate {
  private FalseDiscoveryRate() {}

  /**
   * @param pValues of all tests; NaN where none was made
   * @return the adjusted values, NaN likewise
   */
  static double[] qValues(double[] pValues) {
    int[] ascending =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] qValues = new double[pValues.length];
    Arrays.fill(qValues, Double.NaN);
    double smallest = 1;
    for (int rank = ascending.length; rank > 0; rank--) {
      int test = ascending[rank - 1];
      smallest = Math.min(smallest, pValues[test] * ascending.length / rank);
      qValues[test] = smallest;
    }
    return qValues;
  }
}

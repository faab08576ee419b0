package dev.cresset.benchmarks.fleet;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Ranks of which the k-th is as likely as 1/k to a power: few are frequent, and most are rare. */
final class Zipf {
  private final double[] upTo;

  Zipf(int ranks, double exponent) {
    this.upTo = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += Math.pow(rank + 1, -exponent);
      upTo[rank] = sum;
    }
  }

  /** From 0, the most likely. */
  int next(RandomGenerator random) {
    int found = Arrays.binarySearch(upTo, random.nextDouble(upTo[upTo.length - 1]));
    return found < 0 ? -found - 1 : found;
  }
}

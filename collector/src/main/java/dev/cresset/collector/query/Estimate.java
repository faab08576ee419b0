package dev.cresset.collector.query;

import java.util.Arrays;

/**
 * A share with what is known of its error: the variance, and on how many degrees of freedom that
 * rests.
 */
record Estimate(double value, double variance, double degreesOfFreedom) {
  private static final double MANY = 1e6;

  /**
   * The ratio of two sums over blocks, with the variance of the delete-one-block jackknife: robust
   * to blocks of different sizes and to whatever goes on inside a block.
   *
   * @param part what a function has in each block
   * @param whole what there is in each block
   */
  static Estimate ofRatio(double[] part, double[] whole) {
    double parts = Arrays.stream(part).sum();
    double wholes = Arrays.stream(whole).sum();
    double ratio = parts / wholes;
    double squares = 0;
    double wholeSquares = 0;
    int blocks = 0;
    for (int block = 0; block < part.length; block++) {
      if (whole[block] == 0 && part[block] == 0) {
        continue;
      }
      // How much the ratio moves when the block is left out.
      double influence = (part[block] - ratio * whole[block]) / (wholes - whole[block]);
      squares += influence * influence;
      wholeSquares += whole[block] * whole[block];
      blocks++;
    }
    double effectiveBlocks = wholes * wholes / wholeSquares;
    return new Estimate(ratio, squares * (blocks - 1) / blocks, Math.max(1, effectiveBlocks - 1));
  }

  /** Of the logarithm, by the delta method. */
  Estimate logarithm() {
    return new Estimate(Math.log(value), variance / value / value, degreesOfFreedom);
  }

  /** The same with a variance that is at least a value known exactly. */
  Estimate withVarianceAtLeast(double floor) {
    return plusVariance(floor - variance, MANY);
  }

  /** The same with a variance that is at least that of another estimate of it. */
  Estimate withVarianceAtLeastOf(Estimate other) {
    return plusVariance(other.variance - variance, other.degreesOfFreedom);
  }

  /** The same with a further variance known exactly. */
  Estimate plusVariance(double more) {
    return plusVariance(more, MANY);
  }

  private Estimate plusVariance(double more, double itsDegreesOfFreedom) {
    return more > 0
        ? new Estimate(
            value,
            variance + more,
            degreesOfFreedom(variance, degreesOfFreedom, more, itsDegreesOfFreedom))
        : this;
  }

  /** Of the sum of two variances, by Satterthwaite's approximation. */
  static double degreesOfFreedom(double variance, double freedom, double other, double freedom2) {
    double sum = variance + other;
    if (sum == 0) {
      return MANY;
    }
    double a = variance / sum;
    double b = other / sum;
    return Math.clamp(1 / (a * a / freedom + b * b / freedom2), 1, MANY);
  }
}

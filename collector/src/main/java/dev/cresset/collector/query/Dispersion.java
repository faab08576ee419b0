package dev.cresset.collector.query;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Trigamma;

/**
 * How many times larger than expected the variances of all functions are, taken together: a few
 * blocks say little about one function's, but hundreds of functions say what such variances are
 * like. A function's own is moved towards what is usual, the more the less they differ, and so
 * rests on more degrees of freedom: Smyth, "Linear Models and Empirical Bayes Methods for Assessing
 * Differential Expression in Microarray Experiments" (2004), section 6.
 *
 * @param usual the usual dispersion
 * @param degreesOfFreedom what knowledge of it is worth, in degrees of freedom
 */
record Dispersion(double usual, double degreesOfFreedom) {
  private static final double ALL_ALIKE = 1e4;

  /** What is far below the others is luck, and would pull the logarithms' mean along. */
  private static final double LEAST = 1e-3;

  private static final int FEW = 20;

  /**
   * @param observed of each function, with its degrees of freedom
   */
  static Dispersion of(Variance[] observed) {
    if (observed.length < FEW) {
      return new Dispersion(1, 0);
    }
    double[] logarithms = new double[observed.length];
    double expectedSpread = 0;
    for (int i = 0; i < observed.length; i++) {
      double half = observed[i].degreesOfFreedom() / 2;
      logarithms[i] =
          Math.log(Math.max(LEAST, observed[i].value())) - Digamma.value(half) + Math.log(half);
      expectedSpread += Trigamma.value(half) / observed.length;
    }
    double mean = Arrays.stream(logarithms).average().orElseThrow();
    double spread =
        Arrays.stream(logarithms).map(x -> (x - mean) * (x - mean)).sum() / (observed.length - 1);
    double half = inverseTrigamma(spread - expectedSpread);
    return new Dispersion(Math.exp(mean + Digamma.value(half) - Math.log(half)), 2 * half);
  }

  /** Newton's method on the reciprocal, which is nearly linear. */
  private static double inverseTrigamma(double value) {
    if (value <= 2 / ALL_ALIKE) {
      return ALL_ALIKE / 2;
    }
    double x = 0.5 + 1 / value;
    for (int i = 0; i < 50; i++) {
      double trigamma = Trigamma.value(x);
      double step = trigamma * (1 - trigamma / value) / tetragamma(x);
      x += step;
      if (Math.abs(step) < 1e-8 * x) {
        break;
      }
    }
    return x;
  }

  private static double tetragamma(double x) {
    double h = 1e-4 * x;
    return (Trigamma.value(x + h) - Trigamma.value(x - h)) / (2 * h);
  }

  /** A function's dispersion in the light of all others'. */
  Variance moderated(Variance own) {
    double sum = degreesOfFreedom + own.degreesOfFreedom();
    return new Variance(
        (degreesOfFreedom * usual + own.degreesOfFreedom() * own.value()) / sum, sum);
  }
}

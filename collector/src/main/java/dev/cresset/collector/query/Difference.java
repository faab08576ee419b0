package dev.cresset.collector.query;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A change with its error.
 *
 * @param low lower end of the 95 % confidence interval of {@code change}; NaN where it was not
 *     asked for
 * @param high upper end of it
 * @param pValue two-sided: how often chance alone gives a change at least as large
 */
record Difference(double change, double low, double high, double pValue) {
  static Difference between(Estimate base, Estimate target) {
    return of(target.value() - base.value(), base.variance().plus(target.variance()));
  }

  static Difference of(double change, Variance variance) {
    Difference test = tested(change, variance);
    TDistribution t = TDistribution.of(variance.degreesOfFreedom());
    double margin = Math.sqrt(variance.value()) * t.inverseSurvivalProbability(0.025);
    return new Difference(change, change - margin, change + margin, test.pValue);
  }

  /** Without the interval, which takes longer than all the rest. */
  static Difference tested(double change, Variance variance) {
    double error = Math.sqrt(variance.value());
    TDistribution t = TDistribution.of(variance.degreesOfFreedom());
    double pValue = change == 0 ? 1 : 2 * t.survivalProbability(Math.abs(change) / error);
    return new Difference(change, Double.NaN, Double.NaN, pValue);
  }
}

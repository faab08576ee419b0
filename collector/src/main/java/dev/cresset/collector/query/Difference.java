package dev.cresset.collector.query;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A change with its error.
 *
 * @param low lower end of the 95 % confidence interval of {@code change}
 * @param high upper end of it
 * @param pValue two-sided: how often chance alone gives a change at least as large
 */
record Difference(double change, double low, double high, double pValue) {
  static Difference between(Estimate base, Estimate target) {
    return of(target.value() - base.value(), base.variance().plus(target.variance()));
  }

  static Difference of(double change, Variance variance) {
    double error = Math.sqrt(variance.value());
    TDistribution t = TDistribution.of(variance.degreesOfFreedom());
    double margin = error * t.inverseSurvivalProbability(0.025);
    double pValue = change == 0 ? 1 : 2 * t.survivalProbability(Math.abs(change) / error);
    return new Difference(change, change - margin, change + margin, pValue);
  }
}

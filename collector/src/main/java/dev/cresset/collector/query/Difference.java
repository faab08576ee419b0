package dev.cresset.collector.query;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two estimates compared by Welch's test.
 *
 * @param change the second less the first
 * @param low lower end of the 95 % confidence interval of {@code change}
 * @param high upper end of it
 * @param pValue two-sided: how often chance alone gives a change at least as large
 */
record Difference(double change, double low, double high, double pValue) {
  static Difference between(Estimate base, Estimate target) {
    double change = target.value() - base.value();
    double error = Math.sqrt(base.variance() + target.variance());
    TDistribution t =
        TDistribution.of(
            Estimate.degreesOfFreedom(
                base.variance(),
                base.degreesOfFreedom(),
                target.variance(),
                target.degreesOfFreedom()));
    double margin = error * t.inverseSurvivalProbability(0.025);
    double pValue = change == 0 ? 1 : 2 * t.survivalProbability(Math.abs(change) / error);
    return new Difference(change, change - margin, change + margin, pValue);
  }
}

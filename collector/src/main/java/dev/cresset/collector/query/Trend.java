package dev.cresset.collector.query;

import dev.cresset.collector.query.Growth.Verdict;
import java.util.Arrays;

/**
 * Whether levels only ever grow, from several stretches of time in which nothing started afresh.
 * Used by one thread.
 *
 * <p>The seasonal Kendall test (Hirsch, Slack and Smith, 1982): pairs are compared within a stretch
 * only. It does not look at sizes, so levels that wander and come back are told from those that
 * stay by what they give back, and levels that fill up and stay full by their second half.
 */
final class Trend {
  private static final double P_VALUE = 0.01;
  private static final double MOST_GIVEN_BACK = 0.25;
  private static final double LEAST_IN_SECOND_HALF = 0.25;

  private double score;
  private double variance;
  private double largestScore;
  private double untiedVariance;
  private double rises;
  private double falls;
  private double growth;
  private double lateGrowth;

  /**
   * Adds a stretch.
   *
   * @param levels at equal distances
   * @param hours between two of them
   */
  void add(double[] levels, double hours) {
    int n = levels.length;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        score += Math.signum(levels[j] - levels[i]);
      }
    }
    largestScore += n * (n - 1) / 2.0;
    untiedVariance += n * (n - 1.0) * (2 * n + 5) / 18;
    variance += n * (n - 1.0) * (2 * n + 5) / 18 - ties(levels);
    for (int i = 1; i < n; i++) {
      double change = levels[i] - levels[i - 1];
      rises += Math.max(0, change);
      falls += Math.max(0, -change);
    }
    growth += slope(levels, hours) * n * hours;
    double[] late = Arrays.copyOfRange(levels, n / 2, n);
    lateGrowth += slope(late, hours) * n * hours;
  }

  private static double ties(double[] levels) {
    double[] sorted = levels.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = 0, t; i < sorted.length; i += t) {
      t = 1;
      while (i + t < sorted.length && sorted[i + t] == sorted[i]) {
        t++;
      }
      sum += t * (t - 1.0) * (2 * t + 5) / 18;
    }
    return sum;
  }

  /** The median of the slopes of all pairs (Theil and Sen), an hour. */
  private static double slope(double[] levels, double hours) {
    int n = levels.length;
    if (n < 2) {
      return 0;
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[count++] = (levels[j] - levels[i]) / ((j - i) * hours);
      }
    }
    Arrays.sort(slopes);
    return (slopes[(count - 1) / 2] + slopes[count / 2]) / 2;
  }

  /** Growth over all stretches, in the unit of the levels. */
  double growth() {
    return growth;
  }

  /** The chance of such a rise, or a steeper one, where there is no trend. */
  double pValue() {
    return tail(score, variance);
  }

  Verdict verdict() {
    boolean gives = falls > MOST_GIVEN_BACK * rises;
    if (growth <= 0 || gives || lateGrowth < LEAST_IN_SECOND_HALF * growth) {
      return Verdict.STEADY;
    }
    if (pValue() < P_VALUE) {
      return Verdict.GROWING;
    }
    boolean tooShort = tail(largestScore, untiedVariance) >= P_VALUE;
    return tooShort ? Verdict.UNSURE : Verdict.STEADY;
  }

  private static double tail(double score, double variance) {
    return variance <= 0 ? 1 : normalTail((score - Math.signum(score)) / Math.sqrt(variance));
  }

  /** Abramowitz and Stegun, 26.2.17; off by less than 1e-7. */
  private static double normalTail(double z) {
    if (z < 0) {
      return 1 - normalTail(-z);
    }
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return polynomial * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}

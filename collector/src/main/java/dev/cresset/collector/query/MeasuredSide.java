package dev.cresset.collector.query;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * One side's functions relative to a whole, with the variances to be expected of them. One thread.
 */
final class MeasuredSide {
  private static final int ROUNDS = 5;

  private final SideTally tally;
  private final FunctionTally.Part whole;
  private final boolean partOfWhole;

  // By function, as far as they were asked for.
  private final Estimate[] estimates;
  private final Estimate[] byInstances;

  /** How much work varies between blocks, as the variance of a value in units of its square. */
  private double variation;

  /**
   * The same between stretches of them: more, as far as neighbouring blocks resemble each other.
   */
  private double lastingVariation;

  /** The same between instances for good, hosts, traffic and data not being alike; on top. */
  private double standingVariation;

  /**
   * @param whole what values are relative to
   * @param partOfWhole whether the values are part of the whole
   * @param functionCount how many functions there are on both sides
   */
  MeasuredSide(SideTally tally, FunctionTally.Part whole, boolean partOfWhole, int functionCount) {
    this.tally = tally;
    this.whole = whole;
    this.partOfWhole = partOfWhole;
    this.estimates = new Estimate[functionCount];
    this.byInstances = new Estimate[functionCount];
  }

  FunctionTally.Part total(int number) {
    return tally.function(number).total;
  }

  /** The function's value with its variance as blocks show it. */
  Estimate estimate(int number) {
    if (estimates[number] == null) {
      estimates[number] = tally.byBlocks(total(number), whole);
    }
    return estimates[number];
  }

  /**
   * Finds what variance beyond sampling is usual. Two or three instances say next to nothing about
   * one function, and a few stretches of time not much; all functions together do.
   */
  void fit(int[] numbers) {
    variation = fitted(numbers, this::estimate);
    lastingVariation = Math.max(variation, fitted(numbers, this::byStretches));
    if (tally.hasBlocksWithinInstances()) {
      double between = fitted(numbers, this::byInstances);
      standingVariation = Math.max(0, between - lastingVariation) * tally.instances();
    }
  }

  /** Assumes that instances differ as much as on the other side, if they do there. */
  void learnFrom(MeasuredSide other) {
    standingVariation = Math.max(standingVariation, other.standingVariation);
  }

  private Estimate byStretches(int number) {
    return tally.hasLongerStretches() ? tally.byStretches(total(number), whole) : estimate(number);
  }

  private Estimate byInstances(int number) {
    if (byInstances[number] == null) {
      byInstances[number] = tally.byInstances(total(number), whole);
    }
    return byInstances[number];
  }

  /** By least squares, weighted by the variance that comes out. */
  private double fitted(int[] numbers, IntFunction<Estimate> estimate) {
    double[] observed =
        Arrays.stream(numbers).mapToDouble(n -> estimate.apply(n).variance().value()).toArray();
    double[] sampled = Arrays.stream(numbers).mapToDouble(this::sampling).toArray();
    double[] units = Arrays.stream(numbers).mapToDouble(this::unit).toArray();
    double fitted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double numerator = 0;
      double denominator = 0;
      for (int i = 0; i < numbers.length; i++) {
        double expected = sampled[i] + fitted * units[i];
        double weight = units[i] / expected / expected;
        numerator += weight * (observed[i] - sampled[i]);
        denominator += weight * units[i];
      }
      fitted = denominator == 0 ? 0 : Math.max(0, numerator / denominator);
    }
    return fitted;
  }

  /** The variance over blocks that is usual for a function of this size. */
  double expected(int number) {
    return sampling(number) + variation * unit(number);
  }

  /** The same in the long run, with what lasts longer than a block. */
  double expectedInTheLongRun(int number) {
    return sampling(number) + lastingVariation * unit(number);
  }

  /** The variance of a function's value if that of its own work is the square of it. */
  private double unit(int number) {
    double share = (double) total(number).value / tally.all().value;
    double unit = share * (1 - share) * scale();
    return unit * unit;
  }

  /** The variance because a profile is a sample. */
  double sampling(int number) {
    return Math.max(ofIndependentSamples(total(number)), ofFewSamples(total(number)));
  }

  /** Of a ratio of two sums of independent samples of unequal values. */
  private double ofIndependentSamples(FunctionTally.Part part) {
    double share = (double) part.value / whole.value;
    double others = partOfWhole ? whole.squares - part.squares : whole.squares;
    double own = partOfWhole ? (1 - share) * (1 - share) : 1;
    return (own * part.squares + share * share * others) / whole.value / whole.value;
  }

  /** Agresti and Caffo's (2000), which is not zero where no sample was seen. */
  private double ofFewSamples(FunctionTally.Part part) {
    double samples = tally.all().effectiveSamples();
    double share = (double) part.value / tally.all().value;
    double adjusted = (share * samples + 1) / (samples + 2);
    return adjusted * (1 - adjusted) / (samples + 2) * scale() * scale();
  }

  /** What instances differ by for good: as all functions do, or as this one, if that is more. */
  Variance beyondBlocks(int number, Variance dispersion) {
    if (tally.instances() == 1) {
      return Variance.known(standingVariation * unit(number));
    }
    if (!tally.hasBlocksWithinInstances()) {
      // Each block is an instance: the blocks have shown it.
      return Variance.known(0);
    }
    Variance usual = Variance.known(standingVariation * unit(number) / tally.instances());
    Variance shown = dispersion.times(expectedInTheLongRun(number)).plus(usual);
    return usual.plus(shown.excessOf(byInstances(number).variance()));
  }

  /** The rule of three. */
  double mostThatCanHide(double dispersion) {
    return 3 * Math.max(1, dispersion) / tally.all().effectiveSamples() * scale();
  }

  /** From shares of all there is to values relative to the whole. */
  private double scale() {
    return (double) tally.all().value / whole.value;
  }
}

package dev.cresset.collector.query;

/**
 * Tells whether a function's value, relative to a whole, differs between two sides by more than
 * chance.
 *
 * <p>Chance has several sources. Work differs from one window to the next, which the jackknife over
 * blocks measures ({@link Estimate#ofRatio}), and instances differ for good ({@link
 * InstanceSpread}). And a profile is a sample of the work, which bounds the variance from below: by
 * the samples' own values, as of independent draws, and for functions with hardly any samples by
 * Agresti and Caffo's estimate (2000), which does not become zero with the count, times the
 * overdispersion seen where there are samples. The larger variance holds.
 */
final class ChangeTest {
  private final Side base;
  private final Side target;

  private ChangeTest(Side base, Side target) {
    this.base = base;
    this.target = target;
  }

  /** Tests shares of all there is on each side. */
  static ChangeTest ofShares(SideTally base, SideTally target, InstanceSpread spread) {
    return new ChangeTest(
        new Side(base, base.all(), true, spread), new Side(target, target.all(), true, spread));
  }

  /** Tests values relative to the work both sides have in common. */
  static ChangeTest relativeTo(
      ReferenceWork work, SideTally base, SideTally target, InstanceSpread spread) {
    return new ChangeTest(
        new Side(base, work.base(), false, spread), new Side(target, work.target(), false, spread));
  }

  Result test(FunctionTally.Part before, FunctionTally.Part after) {
    Estimate baseShare = base.estimate(before);
    Estimate targetShare = target.estimate(after);
    double dispersion =
        pooled(
            before.samples,
            base.dispersion(before, baseShare),
            after.samples,
            target.dispersion(after, targetShare));
    return new Result(
        baseShare.value(),
        targetShare.value(),
        Difference.between(
            base.withSamplingNoise(before, baseShare, dispersion),
            target.withSamplingNoise(after, targetShare, dispersion)),
        base.mostThatCanHide(dispersion),
        target.mostThatCanHide(dispersion));
  }

  private static double pooled(long samples, double dispersion, long samples2, double dispersion2) {
    double sum = (double) samples + samples2;
    return sum == 0 ? 1 : Math.max(1, (samples * dispersion + samples2 * dispersion2) / sum);
  }

  /**
   * @param base the base's share
   * @param target the target's share
   * @param baseUnseen the share a function may well have in the base though none of it was sampled
   * @param targetUnseen likewise in the target
   */
  record Result(
      double base, double target, Difference difference, double baseUnseen, double targetUnseen) {
    /** Whether one side may have as much as the other though no sample shows it. */
    boolean mayHaveBeenHidden() {
      return base == 0 && target <= baseUnseen || target == 0 && base <= targetUnseen;
    }
  }

  /**
   * @param whole what values are relative to
   * @param partOfWhole whether the values are part of the whole
   */
  private record Side(
      SideTally tally, FunctionTally.Part whole, boolean partOfWhole, InstanceSpread spread) {
    Estimate estimate(FunctionTally.Part part) {
      Estimate estimate =
          tally
              .byBlocks(part, whole)
              .plusVariance(spread.variance(tally, part) * scale() * scale());
      return tally.hasBlocksWithinInstances()
          ? estimate.withVarianceAtLeastOf(tally.byInstances(part, whole))
          : estimate;
    }

    /** How many times larger the variance is than that of independent samples. */
    double dispersion(FunctionTally.Part part, Estimate share) {
      double independent = independentVariance(part, share.value());
      return independent == 0 ? 1 : share.variance() / independent;
    }

    Estimate withSamplingNoise(FunctionTally.Part part, Estimate share, double dispersion) {
      return share
          .withVarianceAtLeast(independentVariance(part, share.value()))
          .withVarianceAtLeast(dispersion * fewSamplesVariance(part));
    }

    /** The variance of a ratio of two sums of independent samples of unequal values. */
    private double independentVariance(FunctionTally.Part part, double share) {
      double others = partOfWhole ? whole.squares - part.squares : whole.squares;
      double own = partOfWhole ? (1 - share) * (1 - share) : 1;
      return (own * part.squares + share * share * others) / whole.value / whole.value;
    }

    private double fewSamplesVariance(FunctionTally.Part part) {
      double samples = tally.all().effectiveSamples();
      double share = (double) part.value / tally.all().value;
      double adjusted = (share * samples + 1) / (samples + 2);
      return adjusted * (1 - adjusted) / (samples + 2) * scale() * scale();
    }

    /** The rule of three. */
    double mostThatCanHide(double dispersion) {
      return 3 * dispersion / tally.all().effectiveSamples() * scale();
    }

    /** From shares of all there is to values relative to the whole. */
    private double scale() {
      return (double) tally.all().value / whole.value;
    }
  }
}

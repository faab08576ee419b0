package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Tells whether functions' values, relative to a whole, differ between two sides by more than
 * chance.
 *
 * <p>What chance does has several sources. A profile is a sample ({@link MeasuredSide#sampling}).
 * Work differs from one window to the next, which the jackknife over blocks measures; as there are
 * few blocks, a function's variance is moderated by all others' ({@link Dispersion}). What lasts
 * longer than a block, and how instances differ for good, all functions tell together ({@link
 * MeasuredSide#fit}).
 */
final class ChangeTest {
  private static final int MIN_SAMPLES = 20;

  private final MeasuredSide base;
  private final MeasuredSide target;
  private final BiFunction<Double, Variance, Difference> differences;
  private final Dispersion usual;

  private ChangeTest(
      MeasuredSide base,
      MeasuredSide target,
      int functionCount,
      BiFunction<Double, Variance, Difference> differences) {
    this.base = base;
    this.target = target;
    this.differences = differences;
    int[] numbers =
        IntStream.range(1, functionCount)
            .filter(
                number -> base.total(number).samples + target.total(number).samples >= MIN_SAMPLES)
            .toArray();
    base.fit(numbers);
    target.fit(numbers);
    base.learnFrom(target);
    target.learnFrom(base);
    this.usual =
        Dispersion.of(Arrays.stream(numbers).mapToObj(this::dispersion).toArray(Variance[]::new));
  }

  /** Tests shares of all there is on each side. */
  static ChangeTest ofShares(SideTally base, SideTally target, int functionCount) {
    return new ChangeTest(
        new MeasuredSide(base, base.all(), true, functionCount),
        new MeasuredSide(target, target.all(), true, functionCount),
        functionCount,
        Difference::of);
  }

  /** Tests values relative to the work both sides have in common, without intervals. */
  static ChangeTest relativeTo(
      ReferenceWork work, SideTally base, SideTally target, int functionCount) {
    return new ChangeTest(
        new MeasuredSide(base, work.base(), false, functionCount),
        new MeasuredSide(target, work.target(), false, functionCount),
        functionCount,
        Difference::tested);
  }

  /** How much larger than expected a function's variance over blocks is, on both sides. */
  private Variance dispersion(int number) {
    List<MeasuredSide> telling = new ArrayList<>();
    for (MeasuredSide side : List.of(base, target)) {
      if (side.total(number).value > 0) {
        telling.add(side);
      }
    }
    double freedom = 0;
    double sum = 0;
    for (MeasuredSide side : telling) {
      Variance observed = side.estimate(number).variance();
      freedom += observed.degreesOfFreedom();
      sum += observed.degreesOfFreedom() * observed.value() / side.expected(number);
    }
    return new Variance(sum / freedom, freedom);
  }

  Result test(int number) {
    Variance dispersion = usual.moderated(dispersion(number));
    double before = base.estimate(number).value();
    double after = target.estimate(number).value();
    Variance variance =
        dispersion
            .times(base.expectedInTheLongRun(number) + target.expectedInTheLongRun(number))
            .plus(base.beyondBlocks(number, dispersion))
            .plus(target.beyondBlocks(number, dispersion));
    Variance sampling = Variance.known(base.sampling(number) + target.sampling(number));
    return new Result(
        before,
        after,
        differences.apply(after - before, variance.plus(variance.excessOf(sampling))),
        base.mostThatCanHide(dispersion.value()),
        target.mostThatCanHide(dispersion.value()));
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
}

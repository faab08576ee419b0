package dev.cresset.collector.query;

import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.ReleaseDiff.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Judges and ranks the changes of all functions between two sides. One thread. */
final class FunctionChanges {
  /** Samples on both sides together under which a function is not tested. */
  private static final int MIN_SAMPLES = 10;

  /** Blocks on each side under which nothing is tested. */
  private static final int MIN_BLOCKS = 3;

  private static final Cost UNKNOWN_COST = new Cost(Double.NaN, Double.NaN, Double.NaN);

  private final FunctionNames functions;
  private final SideTally base;
  private final SideTally target;
  private final boolean enoughBlocks;
  private final Optional<ReferenceWork> work;

  FunctionChanges(FunctionNames functions, SideTally base, SideTally target) {
    this.functions = functions;
    this.base = base;
    this.target = target;
    this.enoughBlocks = hasEnoughBlocks(base.all(), target.all());
    this.work =
        ReferenceWork.of(base, target, functions.size())
            .filter(common -> hasEnoughBlocks(common.base(), common.target()));
  }

  private static boolean hasEnoughBlocks(FunctionTally.Part base, FunctionTally.Part target) {
    return base.filledBlocks() >= MIN_BLOCKS && target.filledBlocks() >= MIN_BLOCKS;
  }

  /** What the target takes for the base's work. */
  Cost cost() {
    if (work.isEmpty()) {
      return UNKNOWN_COST;
    }
    Difference difference =
        Difference.between(
            wholePerWork(base, work.get().base()).logarithm(),
            wholePerWork(target, work.get().target()).logarithm());
    return new Cost(
        Math.exp(difference.change()), Math.exp(difference.low()), Math.exp(difference.high()));
  }

  private static Estimate wholePerWork(SideTally side, FunctionTally.Part work) {
    Estimate ratio = side.byStretches(side.all(), work);
    if (!side.hasBlocksWithinInstances()) {
      return ratio;
    }
    Variance byInstances = side.byInstances(side.all(), work).variance();
    return new Estimate(
        ratio.value(), ratio.variance().plus(ratio.variance().excessOf(byInstances)));
  }

  /**
   * All functions: those that really changed first, by how much of the change starts in them.
   *
   * @param judgements of all functions
   * @param ownChanges by function number
   */
  List<FunctionChange> ranked(List<Judgement> judgements, double[] ownChanges) {
    double[] shareQ = qValues(judgements, false);
    double[] realQ = qValues(judgements, true);
    List<FunctionChange> changes = new ArrayList<>();
    for (int i = 0; i < judgements.size(); i++) {
      Verdict verdict = judgements.get(i).verdict(shareQ[i], realQ[i]);
      changes.add(change(i + 1, judgements.get(i), ownChanges[i + 1], realQ[i], verdict));
    }
    changes.sort(
        Comparator.comparingInt((FunctionChange c) -> group(c.verdict()))
            .thenComparing(c -> group(c.verdict()) == 0 ? -Math.abs(c.ownChange()) : 0)
            .thenComparing(c -> -Math.abs(c.change()))
            .thenComparing(FunctionChange::function));
    return List.copyOf(changes);
  }

  /** What the tests say of all functions, from number 1 on; takes the most time. */
  List<Judgement> judgements() {
    int count = functions.size();
    if (!enoughBlocks) {
      return Collections.nCopies(count - 1, Judgement.UNTESTED);
    }
    ChangeTest shares = ChangeTest.ofShares(base, target, count);
    Optional<ChangeTest> relative =
        work.map(common -> ChangeTest.relativeTo(common, base, target, count));
    List<Judgement> judgements = new ArrayList<>();
    for (int number = 1; number < count; number++) {
      int function = number;
      judgements.add(
          new Judgement(
              shares.test(number),
              relative.map(test -> test.test(function)),
              samples(number) >= MIN_SAMPLES));
    }
    return judgements;
  }

  private long samples(int number) {
    return base.function(number).total.samples + target.function(number).total.samples;
  }

  private static double[] qValues(List<Judgement> judgements, boolean real) {
    return FalseDiscoveryRate.qValues(
        judgements.stream()
            .mapToDouble(judgement -> real ? judgement.realPValue() : judgement.sharePValue())
            .toArray());
  }

  private FunctionChange change(
      int number, Judgement judgement, double ownChange, double qValue, Verdict verdict) {
    FunctionTally before = base.function(number);
    FunctionTally after = target.function(number);
    double baseShare = share(before.total, base);
    double targetShare = share(after.total, target);
    return new FunctionChange(
        functions.name(number),
        functions.kind(number),
        before.self.value,
        before.total.value,
        after.self.value,
        after.total.value,
        baseShare,
        targetShare,
        targetShare - baseShare,
        judgement.low(),
        judgement.high(),
        share(after.self, target) - share(before.self, base),
        ownChange,
        qValue,
        verdict);
  }

  private static double share(FunctionTally.Part part, SideTally side) {
    return side.all().value == 0 ? 0 : (double) part.value / side.all().value;
  }

  private static int group(Verdict verdict) {
    return switch (verdict) {
      case GROWN, SHRUNK, ADDED, REMOVED -> 0;
      case UNCHANGED, DISPLACED -> 1;
      case NOT_ENOUGH_DATA -> 2;
    };
  }
}

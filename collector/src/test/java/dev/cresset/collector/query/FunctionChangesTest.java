package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.ReleaseDiff.Verdict;
import dev.cresset.collector.query.SimulatedService.Noise;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The statistics against services of which the truth is known; see RATIONALE.md for more runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionChangesTest {
  private static final int METHODS = 60;
  private static final int CHANGED = 5;
  private static final Set<Verdict> REAL =
      Set.of(Verdict.GROWN, Verdict.SHRUNK, Verdict.ADDED, Verdict.REMOVED);

  /** Instances, windows of each, and runs. */
  private record Setup(Noise noise, int instances, int windows, int runs) {}

  @Test
  void whereNothingChangedNearlyNothingIsCalledChanged() {
    Tally tally = run(new Setup(Noise.OVERDISPERSED, 3, 60, 150), 0);

    // 5 % of the runs may have any, 7.5 of 150; three standard deviations more are 15.5.
    assertThat(tally.runsWithFalseChange).isLessThanOrEqualTo(15);
    assertThat(tally.coverage()).isBetween(0.93, 0.99);
    assertThat(tally.costCoverage()).isGreaterThan(0.9);
  }

  @Test
  void instancesThatDifferForGoodAreNotTakenForChange() {
    Noise uneven = new Noise(0.3, 0.6, 0.2, 0.2, 0.4);

    Tally tally = run(new Setup(uneven, 6, 60, 100), 0);

    assertThat(tally.runsWithFalseChange).isLessThanOrEqualTo(12);
    assertThat(tally.coverage()).isBetween(0.92, 0.99);
  }

  @Test
  void aChangeOfTwoPointsIsFoundAndNothingElse() {
    Tally tally = run(new Setup(Noise.OVERDISPERSED, 3, 180, 40), 0.02);

    assertThat(tally.found).isGreaterThanOrEqualTo(36);
    assertThat(tally.runsWithFalseChange).isLessThanOrEqualTo(6);
    assertThat(tally.coverage()).isBetween(0.93, 0.99);
  }

  @Test
  void whatOnlyMakesRoomForALargeChangeIsDisplacedAndNotShrunk() {
    Tally tally = run(new Setup(Noise.OVERDISPERSED, 3, 120, 40), 0.2);

    assertThat(tally.found).isEqualTo(40);
    assertThat(tally.runsWithFalseChange).isLessThanOrEqualTo(6);
    assertThat(tally.displaced).isGreaterThan(40);
    assertThat(tally.costCoverage()).isGreaterThan(0.8);
  }

  @Test
  void aNewMethodIsAddedAndOneThatIsGoneIsRemoved() {
    double[] without = SimulatedService.skewedCosts(METHODS);
    double[] with = without.clone();
    without[CHANGED] = 0;
    Random random = new Random(1);
    SideTally sideWithout = new SimulatedService(without, Noise.NONE).run(2, 60, random);
    SideTally sideWith = new SimulatedService(with, Noise.NONE).run(2, 60, random);

    assertThat(first(sideWithout, sideWith).verdict()).isEqualTo(Verdict.ADDED);
    assertThat(first(sideWith, sideWithout).verdict()).isEqualTo(Verdict.REMOVED);
  }

  @Test
  void aMethodWithAFewSamplesOnOneSideOnlyMayHaveBeenThereAllTheTime() {
    double[] cost = SimulatedService.skewedCosts(METHODS);
    SideTally base = new SimulatedService(cost, Noise.NONE).run(1, 30, new Random(1));
    SideTally target = new SimulatedService(cost, Noise.NONE).run(1, 30, new Random(2));
    FunctionTable functions = SimulatedService.functions(METHODS);
    int rare = functions.number(Stacks.frame("rare", FrameKind.JAVA), 1);
    long[] blocks = new long[target.blocks()];
    blocks[0] = 3;
    PlainDiff.add(target, new int[] {rare}, 3, 3, 3, blocks);

    FunctionChange change = named(new FunctionChanges(functions, base, target), functions, "rare");

    assertThat(change.verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
    assertThat(change.qValue()).isNaN();
  }

  @Test
  void oneWindowOnEachSideIsNotEnoughForAnyVerdict() {
    double[] cost = SimulatedService.skewedCosts(METHODS);
    FunctionTable functions = SimulatedService.functions(METHODS);
    FunctionChanges changes =
        new FunctionChanges(
            functions,
            new SimulatedService(cost, Noise.NONE).run(1, 1, new Random(1)),
            new SimulatedService(cost, Noise.NONE).run(1, 1, new Random(2)));

    assertThat(changes.ranked(changes.judgements(), new double[functions.size()]))
        .allSatisfy(c -> assertThat(c.verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA))
        .allSatisfy(c -> assertThat(c.low()).isNaN());
    assertThat(changes.cost().ratio()).isNaN();
  }

  @Test
  void aSideWithNothingInItIsNotEnoughEither() {
    FunctionTable functions = SimulatedService.functions(METHODS);
    FunctionChanges changes =
        new FunctionChanges(
            functions,
            new SimulatedService(SimulatedService.skewedCosts(METHODS), Noise.NONE)
                .run(1, 30, new Random(1)),
            new SideTally(BlockPlan.of(0, 0)));

    assertThat(changes.ranked(changes.judgements(), new double[functions.size()]))
        .allSatisfy(c -> assertThat(c.verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA))
        .allSatisfy(c -> assertThat(c.targetShare()).isZero());
  }

  private static FunctionChange first(SideTally base, SideTally target) {
    FunctionTable functions = SimulatedService.functions(METHODS);
    return named(new FunctionChanges(functions, base, target), functions, "method" + CHANGED);
  }

  private static FunctionChange named(
      FunctionChanges changes, FunctionTable functions, String name) {
    return changes.ranked(changes.judgements(), new double[functions.size()]).stream()
        .filter(change -> change.function().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Tally run(Setup setup, double points) {
    double[] before = SimulatedService.skewedCosts(METHODS);
    double[] after = before.clone();
    SimulatedService base = new SimulatedService(before, setup.noise);
    double share = base.trueShare(CHANGED);
    double others = before[CHANGED] / share - before[CHANGED];
    after[CHANGED] = others * (share + points) / (1 - share - points);
    SimulatedService target = new SimulatedService(after, setup.noise);
    Random random = new Random(42);
    Tally tally = new Tally(base, target, setup.runs);
    for (int run = 0; run < setup.runs; run++) {
      FunctionTable functions = SimulatedService.functions(METHODS);
      FunctionChanges changes =
          new FunctionChanges(
              functions,
              base.run(setup.instances, setup.windows, random),
              target.run(setup.instances, setup.windows, random));
      tally.add(changes.ranked(changes.judgements(), new double[functions.size()]), changes.cost());
    }
    return tally;
  }

  /** How often the statistics are right. */
  private static final class Tally {
    private final SimulatedService base;
    private final SimulatedService target;
    private final int runs;
    int runsWithFalseChange;
    int found;
    int displaced;
    private int covered;
    private int intervals;
    private int costCovered;

    Tally(SimulatedService base, SimulatedService target, int runs) {
      this.base = base;
      this.target = target;
      this.runs = runs;
    }

    void add(List<FunctionChange> changes, Cost cost) {
      boolean falseChange = false;
      for (FunctionChange change : changes) {
        if (!change.function().startsWith("method")) {
          continue;
        }
        int method = Integer.parseInt(change.function().substring("method".length()));
        boolean isTheOne = method == CHANGED && target.work() != base.work();
        boolean real = REAL.contains(change.verdict());
        found += real && isTheOne ? 1 : 0;
        falseChange |= real && !isTheOne;
        displaced += change.verdict() == Verdict.DISPLACED ? 1 : 0;
        if (change.verdict() != Verdict.NOT_ENOUGH_DATA) {
          double truth = target.trueShare(method) - base.trueShare(method);
          intervals++;
          covered += change.low() <= truth && truth <= change.high() ? 1 : 0;
        }
      }
      runsWithFalseChange += falseChange ? 1 : 0;
      double truth = target.work() / base.work();
      costCovered += cost.low() <= truth && truth <= cost.high() ? 1 : 0;
    }

    double coverage() {
      return (double) covered / intervals;
    }

    double costCoverage() {
      return (double) costCovered / runs;
    }
  }
}

package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The governor against programs whose costs are known exactly, one window of 10 s at a time. */
class GovernorTest {
  private static final long WINDOW = 10_000_000_000L;
  private static final double BUDGET = 0.01;

  private final Governor governor = new Governor(BUDGET);
  private int changes;

  @Test
  void whatKeepsToTheBudgetIsLeftAlone() {
    Program program = new Program(2).cost(Family.CPU, 0.005).cost(Family.WALL, 0.004);

    run(program, 1000);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void aCostSlightlyBelowTheBudgetIsNeitherSlowedNorSpedUp() {
    run(new Program(2).cost(Family.CPU, 0.0175), 1000);

    assertThat(changes).isZero();
  }

  @Test
  void theFirstWindowIsEnoughToComeBelowTheBudget() {
    Program program = new Program(2).cost(Family.ALLOC, 0.3).cost(Family.CPU, 0.004);

    run(program, 1);

    assertThat(program.ratio(governor.pace())).isLessThan(BUDGET);
  }

  @Test
  void whatAnotherGovernorHasPausedComesBackWhereThereIsRoom() {
    Governor heir = new Governor(BUDGET, Pace.CONFIGURED.paused(Family.LOCK));

    for (int i = 0; i < 20; i++) {
      heir.observe(new WindowCost(WINDOW, WINDOW, 0, 0, Map.of(Family.CPU, 1e6), Map.of()));
    }

    assertThat(heir.pace().factor(Family.LOCK)).isEqualTo(Governor.SLOWEST);
  }

  @Test
  void theFirstSecondsOfAProcessAreTooLittleToJudgeBy() {
    Map<Family, Double> dear = Map.of(Family.CPU, 1e9);
    for (int i = 0; i < 4; i++) {
      governor.observe(new WindowCost(WINDOW / 10, WINDOW / 10, 0, 0, dear, Map.of()));
    }
    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void afterAChangeWhichLeavesMuchUnsampledTheNextOneWaitsLonger() {
    Program program = new Program(1).cost(Family.CPU, 0.02);
    run(program, 1);
    governor.observe(
        new WindowCost(WINDOW, WINDOW, 0, 500_000_000, Map.of(Family.CPU, 0.0), Map.of()));
    program.cost(Family.CPU, 0.001);

    // 0.5 s are 0.005 % of 10,000 s.
    run(program, 990);
    assertThat(governor.pace().factor(Family.CPU)).isEqualTo(4);
    run(program, 20);
    assertThat(governor.pace().factor(Family.CPU)).isEqualTo(1);
  }

  @Test
  void whatExceedsTheBudgetByALittleWaitsUntilAMomentMayBeLeftUnsampled() {
    Program program = new Program(1).cost(Family.CPU, 0.02);
    run(program, 1);
    governor.observe(
        new WindowCost(WINDOW, WINDOW, 0, 500_000_000, Map.of(Family.CPU, 0.0), Map.of()));

    program.cost(Family.CPU, 0.04 * 1.05);
    run(program, 100);
    assertThat(governor.pace().factor(Family.CPU)).isEqualTo(4);

    // And if there has to be a change, it goes so far that there is no other soon.
    program.cost(Family.CPU, 0.04 * 1.3);
    run(program, 10);
    assertThat(governor.pace().factor(Family.CPU)).isEqualTo(16);
  }

  @Test
  void whatCostsMostIsSlowedDownAndTheOthersAreNot() {
    run(new Program(1).cost(Family.ALLOC, 0.05).cost(Family.CPU, 0.002), 100);

    assertThat(governor.pace().factor(Family.ALLOC)).isEqualTo(16);
    assertThat(governor.pace().factor(Family.CPU)).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitAtTheSlowestPaceIsPausedInTheDocumentedOrder() {
    Program program =
        new Program(1)
            .cost(Family.CPU, 0.2)
            .cost(Family.LOCK, 0.16)
            .cost(Family.WALL, 0.16)
            .cost(Family.ALLOC, 0.16);

    run(program, 20);

    assertThat(governor.pace().isPaused(Family.LOCK)).isTrue();
    assertThat(governor.pace().isPaused(Family.WALL)).isFalse();
    assertThat(program.ratio(governor.pace())).isLessThan(BUDGET);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXCEPTIONS", "NATIVEMEM"})
  void whatIsOffByDefaultIsPausedBeforeWhatIsOn(Family optional) {
    Program program =
        new Program(1)
            .cost(Family.CPU, 0.2)
            .cost(Family.LOCK, 0.16)
            .cost(Family.WALL, 0.16)
            .cost(optional, 0.16);

    run(program, 20);

    assertThat(governor.pace().isPaused(optional)).isTrue();
    assertThat(governor.pace().isPaused(Family.LOCK)).isFalse();
    assertThat(program.ratio(governor.pace())).isLessThan(BUDGET);
  }

  @Test
  void whatIsDearAtAnyPaceIsPausedAtOnceAndTheOthersAreLeftAlone() {
    Program program =
        new Program(1).cost(Family.CPU, 0.003).cost(Family.LOCK, 0.001).standing(Family.LOCK, 0.02);

    run(program, 1);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED.paused(Family.LOCK));
  }

  @Test
  void andComesBackWhenItIsNotDearAnyMoreButIsNotTriedBefore() {
    Program program =
        new Program(1).cost(Family.CPU, 0.003).cost(Family.LOCK, 0.001).standing(Family.LOCK, 0.02);
    run(program, 3000);
    assertThat(changes).isEqualTo(1);

    program.standing(Family.LOCK, 0.001);
    run(program, 100);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void whatStandingReadyTakesALittleOfIsPartOfTheBudget() {
    Program program =
        new Program(1).cost(Family.CPU, 0.05).cost(Family.LOCK, 0.001).standing(Family.LOCK, 0.003);

    run(program, 100);

    assertThat(governor.pace().isPaused(Family.LOCK)).isFalse();
    assertThat(program.ratio(governor.pace())).isLessThan(BUDGET);
  }

  @Test
  void cpuProfilesAreNeverPaused() {
    run(new Program(1).cost(Family.CPU, 50).cost(Family.WALL, 50), 100);

    assertThat(governor.pace().factor(Family.CPU)).isEqualTo(Governor.SLOWEST);
    assertThat(governor.pace().isPaused(Family.WALL)).isTrue();
  }

  @Test
  void aKindThatCostsNextToNothingIsNotPausedForTheOthers() {
    run(new Program(1).cost(Family.CPU, 50).cost(Family.LOCK, 0.0001), 100);

    assertThat(governor.pace().isPaused(Family.LOCK)).isFalse();
  }

  @Test
  void whatCannotBeSteeredDoesNotMakeProfilesWorse() {
    run(new Program(1).fixed(0.05).cost(Family.CPU, 0.0003).cost(Family.WALL, 0.0003), 100);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void whatCannotBeSteeredLeavesAPartOfTheBudgetToSampling() {
    Program program = new Program(1).fixed(0.05).cost(Family.CPU, 0.004).cost(Family.WALL, 0.02);

    run(program, 100);

    double sampling = program.ratio(governor.pace()) - 0.05;
    assertThat(sampling).isBetween(0.3 * BUDGET / 4, 0.3 * BUDGET);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.9})
  void theWholeStaysWithinOnePointTwoTimesTheBudgetIfOwnThreadsLeaveAnyOfIt(double ofBudget) {
    Program program =
        new Program(1).fixed(ofBudget * BUDGET).cost(Family.CPU, 0.1).cost(Family.WALL, 0.2);

    run(program, 100);

    assertThat(program.ratio(governor.pace())).isLessThan(1.2 * BUDGET);
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 30, 300})
  void whatWasTakenForMuchDearerThanItIsComesBackWithinMinutes(double mistake) {
    Program program = new Program(2).cost(Family.ALLOC, mistake * BUDGET).cost(Family.CPU, 0.001);
    run(program, 1);
    assertThat(governor.pace()).isNotEqualTo(Pace.CONFIGURED);

    program.cost(Family.ALLOC, 0.5 * BUDGET);
    run(program, 60);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void anIdleProcessCountsAsOneWithALittleLoad() {
    run(new Program(0.001).cost(Family.WALL, BUDGET * Governor.LEAST_LOAD * 0.9), 100);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void everythingComesBackStepByStepWhenThereIsRoomAgain() {
    Program program = new Program(1).cost(Family.WALL, 3).cost(Family.CPU, 0.002);
    run(program, 10);
    assertThat(governor.pace().isPaused(Family.WALL)).isTrue();

    program.cost(Family.WALL, 0.001);
    run(program, 3000);

    assertThat(governor.pace()).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void aKindThatIsStillTooDearIsTriedMoreAndMoreSeldom() {
    // At the pace it was paused at it cost little, and ever since it costs much.
    Program program = new Program(1).cost(Family.WALL, 0.7);
    run(program, 10);
    program.cost(Family.WALL, 70);
    run(program, 3);
    int before = changes;

    run(program, 8640);

    assertThat(changes - before).isLessThan(60);
  }

  @Test
  void aSteadyProgramIsNotSampledNowMoreNowLess() {
    for (double cost = 0.001; cost < 10; cost *= 1.1) {
      Governor steady = new Governor(BUDGET);
      Program program = new Program(1).cost(Family.CPU, cost).cost(Family.ALLOC, cost / 3);
      Pace settled = null;
      for (int window = 0; window < 1000; window++) {
        Pace pace = steady.observe(program.window(steady.pace(), window));
        if (window == 60) {
          settled = pace;
        }
      }
      assertThat(steady.pace()).as("at a cost of " + cost).isEqualTo(settled);
    }
  }

  @Test
  void aProgramOfChangingLoadStaysWithinTheBudgetOnTheWhole() {
    Program program = new Program(1).cost(Family.CPU, 0.004).cost(Family.ALLOC, 0.01);
    program.gapNanos = 25_000_000;
    double spent = 0;
    double used = 0;
    for (int window = 0; window < 8640; window++) {
      program.load = 1 + Math.sin(window / 300.0) * 0.9;
      program.busy = window / 100 % 7 == 0 ? 5 : 1;
      spent += program.ratio(governor.pace()) * program.load;
      used += program.load;
      observe(program, window);
    }
    assertThat(spent / used).isLessThan(BUDGET);
    assertThat(program.unsampledNanos).isLessThan((long) (8640 * WINDOW * 0.0001));
  }

  private void run(Program program, int windows) {
    for (int window = 0; window < windows; window++) {
      observe(program, window);
    }
  }

  private void observe(Program program, int window) {
    Pace before = governor.pace();
    governor.observe(program.window(before, window));
    if (!governor.pace().equals(before)) {
      changes++;
      program.changed = true;
    }
  }

  /** Costs in seconds of CPU time per second at the configured pace. */
  private static final class Program {
    private final Map<Family, Double> costs = new EnumMap<>(Family.class);
    private final Map<Family, Double> standing = new EnumMap<>(Family.class);
    private double load;
    private double busy = 1;
    private double fixed;
    private long gapNanos;
    private boolean changed;
    private long unsampledNanos;

    Program(double load) {
      this.load = load;
    }

    Program cost(Family family, double cost) {
      costs.put(family, cost);
      return this;
    }

    /** However seldom it is sampled. */
    Program standing(Family family, double cost) {
      standing.put(family, cost);
      return this;
    }

    Program fixed(double cost) {
      fixed = cost;
      return this;
    }

    /** Measured with an error of up to 10 %, which differs from window to window. */
    WindowCost window(Pace pace, int number) {
      double error = 1 + 0.1 * Math.sin(number * 7.0);
      Map<Family, Double> nanos = new EnumMap<>(Family.class);
      costs.forEach((family, cost) -> {
        if (!pace.isPaused(family)) {
          nanos.put(family, WINDOW * busy * cost * error / pace.factor(family));
        }
      });
      Map<Family, Long> ready = new EnumMap<>(Family.class);
      standing.forEach((family, cost) -> ready.put(family, (long) (WINDOW * cost * error)));
      long unsampled = changed ? gapNanos : 0;
      unsampledNanos += unsampled;
      changed = false;
      return new WindowCost(
          WINDOW, (long) (WINDOW * load), (long) (WINDOW * fixed), unsampled, nanos, ready);
    }

    double ratio(Pace pace) {
      double sum = fixed;
      for (Family family : costs.keySet()) {
        sum +=
            pace.isPaused(family)
                ? 0
                : busy * costs.get(family) / pace.factor(family)
                    + standing.getOrDefault(family, 0.0);
      }
      return sum / load;
    }
  }
}

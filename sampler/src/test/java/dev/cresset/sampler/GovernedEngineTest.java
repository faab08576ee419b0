package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

/** What of the pace lasts from one engine to the next, as when options change, and what is told. */
class GovernedEngineTest {
  private static final String NOT_COUNTED = "; own threads do not count in the first minute.";

  /** Much more than a window has of the budget. */
  private static final EngineCost DEAR =
      new EngineCost(Map.of(Family.CPU, TimeUnit.HOURS.toNanos(1)), 0);

  private static final Pace SLOW = Pace.CONFIGURED.with(Family.CPU, 16).paused(Family.LOCK);

  private final List<String> log = new ArrayList<>();
  private final Overhead overhead =
      new Overhead(Thread.currentThread().getThreadGroup(), log::add, () -> {});
  private final PaceKeeper engine = new PaceKeeper();
  private long nanoTime = 1;

  @Test
  void whatComesAfterAnEngineGoesOnAtItsPace() throws Exception {
    overhead.sampledAt(SLOW);

    start(0.01);

    assertThat(engine.pace).isEqualTo(SLOW);
    assertThat(log).singleElement().asString().contains("cpu at 1/16, lock paused");
  }

  @Test
  void onceThePaceIsForgottenTheNextEngineSamplesAsConfigured() throws Exception {
    overhead.sampledAt(SLOW);
    overhead.forgetPace();

    start(0.01);

    assertThat(engine.pace).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void withoutABudgetAnEngineSamplesAsConfigured() throws Exception {
    overhead.sampledAt(SLOW);

    start(0);

    assertThat(engine.pace).isEqualTo(Pace.CONFIGURED);
  }

  @Test
  void inTheFirstMinuteOfAnEngineItIsToldThatOwnThreadsDoNotCount() throws Exception {
    engine.cost = DEAR;

    run(Duration.ofSeconds(59));

    assertSlowed().endsWith(NOT_COUNTED);
  }

  @Test
  void afterTheFirstMinuteItIsNotTold() throws Exception {
    engine.cost = DEAR;

    run(Duration.ofSeconds(60));

    assertSlowed().doesNotContain("do not count");
  }

  @Test
  void whatAnEngineHasCostInItsFirstMinuteIsToldAsSuchWhenTheNextOneStarts() throws Exception {
    engine.cost = DEAR;
    run(Duration.ofSeconds(59));
    log.clear();

    run(Duration.ofSeconds(1));

    assertSlowed().endsWith(NOT_COUNTED);
  }

  @Test
  void whatAnEngineHasCostLaterIsToldWithoutThatWhenTheNextOneStarts() throws Exception {
    engine.cost = DEAR;
    run(Duration.ofSeconds(60));
    log.clear();

    run(Duration.ofSeconds(1));

    assertSlowed().doesNotContain("do not count");
  }

  private AbstractStringAssert<?> assertSlowed() {
    return assertThat(log).singleElement().asString().contains("cpu at 1/64");
  }

  private void start(double budget) throws Exception {
    try (GovernedEngine governed = governed(budget)) {
      governed.start();
      governed.seal();
    }
  }

  /** One engine, for one window. */
  private void run(Duration window) throws Exception {
    try (GovernedEngine governed = governed(0.01)) {
      governed.start();
      nanoTime += window.toNanos();
      governed.seal();
    }
  }

  private GovernedEngine governed(double budget) {
    return new GovernedEngine(engine, budget, overhead, () -> nanoTime);
  }

  /** Samples nothing; knows at what pace, and costs what it is told to. */
  private static final class PaceKeeper implements ProfilingEngine {
    Pace pace = Pace.CONFIGURED;
    EngineCost cost = EngineCost.NONE;

    @Override
    public String name() {
      return "pace-keeper";
    }

    @Override
    public Set<Family> families() {
      return Set.of(Family.CPU, Family.LOCK);
    }

    @Override
    public void start() {}

    @Override
    public List<Profile> seal() {
      return List.of(Profile.builder(Family.CPU).build());
    }

    @Override
    public EngineCost cost() {
      return cost;
    }

    @Override
    public void pace(Pace wanted) {
      pace = wanted;
    }

    @Override
    public void close() {}
  }
}

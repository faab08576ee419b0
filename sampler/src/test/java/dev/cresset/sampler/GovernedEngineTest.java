package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of the pace lasts from one engine to the next, as when options change. */
class GovernedEngineTest {
  private static final Pace SLOW = Pace.CONFIGURED.with(Family.CPU, 16).paused(Family.LOCK);

  private final List<String> log = new ArrayList<>();
  private final Overhead overhead =
      new Overhead(Thread.currentThread().getThreadGroup(), log::add, () -> {});
  private final PaceKeeper engine = new PaceKeeper();

  @Test
  void whatComesAfterAnEngineGoesOnAtItsPace() throws Exception {
    overhead.sampledAt(SLOW);

    start(0.01);

    assertThat(engine.pace).isEqualTo(SLOW);
    assertThat(log)
        .anySatisfy(line ->
            assertThat(line)
                .contains("cpu at 1/16, lock paused")
                .endsWith("own threads do not count in the first minute."));
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

  private void start(double budget) throws Exception {
    try (GovernedEngine governed = new GovernedEngine(engine, budget, overhead)) {
      governed.start();
      governed.seal();
    }
  }

  /** Samples nothing; knows at what pace. */
  private static final class PaceKeeper implements ProfilingEngine {
    Pace pace = Pace.CONFIGURED;

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
      return List.of();
    }

    @Override
    public void pace(Pace wanted) {
      pace = wanted;
    }

    @Override
    public void close() {}
  }
}

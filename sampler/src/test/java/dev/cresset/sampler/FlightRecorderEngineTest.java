package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static dev.cresset.sampler.Measured.labelled;
import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder says of a workload whose costs are known, over ten windows. */
class FlightRecorderEngineTest {
  @TempDir static Path temp;

  private static WorkloadRun run;
  private static Measured measured;

  @BeforeAll
  static void sampleTheWorkload() throws Exception {
    try (FlightRecorderEngine engine =
        new FlightRecorderEngine(new SamplerConfig().withTempDirectory(temp), List.of())) {
      run = WorkloadRun.under(engine, 10, 1000);
      measured = run.measured();
    }
  }

  @Test
  void cpuTimeIsWhatTheThreadBurntHoweverOftenTheWindowIsSealed() {
    assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(5));
  }

  @Test
  void theSharesOfMethodsAreTheirSharesOfTheCpuTime() {
    assertThat(run.share("sixty")).isCloseTo(0.6, within(0.05));
    assertThat(run.share("thirty")).isCloseTo(0.3, within(0.05));
    assertThat(run.share("ten")).isCloseTo(0.1, within(0.05));
  }

  @Test
  void aSleeperTakesWallTimeAndNoCpuTime() {
    long elapsed = measured.durationNanos(Family.WALL);

    assertThat(
            measured.sum(Family.WALL, in("KnownWorkload.sleep").and(labelled("state", "sleeping"))))
        .isCloseTo(elapsed, withPercentage(10));
    assertThat(run.cpu(in("KnownWorkload.sleep"))).isLessThan(elapsed / 100);
  }

  @Test
  void waitsForLocksAreMeasuredUnderTheirClass() {
    assertThat(measured.sum(Family.LOCK, labelled("class", WorkloadRun.CONTENDED)))
        .isCloseTo(run.monitorNanos(), withPercentage(10));
    assertThat(
            measured.sum(Family.LOCK, labelled("class", WorkloadRun.LOCK).and(on("lock-waiter-#"))))
        .isCloseTo(run.lockNanos(), withPercentage(10));
  }

  @Test
  void threadsThatIdleInAPoolDoNotContend() {
    assertThat(measured.samples(Family.LOCK, in("ThreadPoolExecutor.getTask"))).isEmpty();
  }

  @Test
  void windowsFollowOneAnotherWithoutAGap() {
    List<Profile> windows = measured.of(Family.CPU);
    for (int i = 1; i < windows.size(); i++) {
      Profile before = windows.get(i - 1);
      assertThat(windows.get(i).startNanos())
          .isEqualTo(before.startNanos() + before.durationNanos());
    }
  }

  @Test
  void everyProfileTellsItsEngineAndNoFileIsLeft() {
    for (Family family : List.of(Family.CPU, Family.WALL, Family.LOCK)) {
      assertThat(measured.of(family))
          .hasSize(10)
          .allSatisfy(p -> assertThat(p.comments().get(0)).startsWith("engine: flight-recorder"));
    }
    assertThat(temp).isEmptyDirectory();
  }
}

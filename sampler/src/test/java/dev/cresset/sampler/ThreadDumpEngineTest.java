package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static dev.cresset.sampler.Measured.labelled;
import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What thread dumps say of a workload whose costs are known. Totals are measured and hold to a few
 * percent; shares rest on few samples, taken at safepoints, and hold to 20 points for 80 of them.
 */
class ThreadDumpEngineTest {
  private static WorkloadRun run;
  private static Measured measured;
  private static long processNanos;

  @BeforeAll
  static void sampleTheWorkload() throws Exception {
    try (KnownWorkload workload = KnownWorkload.start();
        ThreadDumpEngine engine = new ThreadDumpEngine(new SamplerConfig())) {
      processNanos = -processCpu();
      run = WorkloadRun.under(engine, workload, 1000, ThreadDumpEngineTest::isEnough);
      processNanos += processCpu();
      measured = run.measured();
    }
  }

  @Test
  void cpuTimeIsWhatTheThreadBurntHoweverOftenTheWindowIsSealed() {
    assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(5));
  }

  @Test
  void allCpuTimeIsWhatTheProcessBurnt() {
    assertThat(run.cpu(s -> true)).isCloseTo(processNanos, withPercentage(5));
  }

  @Test
  void theSharesOfMethodsAreRoughlyTheirSharesOfTheCpuTime() {
    assertThat(run.share("sixty")).isCloseTo(0.6, within(0.2));
    assertThat(run.share("thirty")).isCloseTo(0.3, within(0.2));
    assertThat(run.share("ten")).isCloseTo(0.1, within(0.2));
  }

  @Test
  void aSleeperTakesWallTimeAndNoCpuTime() {
    long elapsed = measured.durationNanos(Family.WALL);

    assertThat(
            measured.sum(Family.WALL, in("KnownWorkload.sleep").and(labelled("state", "sleeping"))))
        .isCloseTo(elapsed, withPercentage(2));
    assertThat(run.cpu(in("KnownWorkload.sleep"))).isLessThan(elapsed / 100);
  }

  @Test
  void waitsForLocksAreMeasuredUnderTheirClass() {
    assertThat(measured.sum(Family.LOCK, labelled("class", WorkloadRun.CONTENDED)))
        .isCloseTo(run.monitorNanos(), withPercentage(25));
    assertThat(
            measured.sum(Family.LOCK, labelled("class", WorkloadRun.LOCK).and(on("lock-waiter-#"))))
        .isCloseTo(run.lockNanos(), withPercentage(25));
  }

  @Test
  void threadsThatIdleInAPoolDoNotContend() {
    assertThat(measured.samples(Family.LOCK, in("ThreadPoolExecutor.getTask"))).isEmpty();
    assertThat(measured.samples(Family.WALL, in("ThreadPoolExecutor.getTask"))).isNotEmpty();
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
  void theSamplersOwnThreadIsShown() {
    assertThat(measured.samples(Family.WALL, on("cresset-thread-dumps"))).isNotEmpty();
  }

  /** On a busy machine dumps take long and are taken seldom. */
  private static boolean isEnough(Measured measured) {
    return measured.sum(Family.CPU, 0, in("KnownWorkload.work")) >= 80;
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}

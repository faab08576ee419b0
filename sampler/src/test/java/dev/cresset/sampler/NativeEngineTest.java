package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static dev.cresset.sampler.Measured.labelled;
import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What async-profiler says of a workload whose costs are known, over twenty windows. */
class NativeEngineTest {
  private static final Pattern PAUSE = Pattern.compile("sampling paused for (\\d+) µs");

  @TempDir static Path temp;

  private static WorkloadRun run;
  private static Measured measured;

  @BeforeAll
  static void sampleTheWorkload() throws Exception {
    try (NativeEngine engine =
        new NativeEngine(new SamplerConfig().withTempDirectory(temp), List.of())) {
      run = WorkloadRun.under(engine, 20, 500);
      measured = run.measured();
    }
  }

  @Test
  void cpuTimeIsWhatTheThreadBurntHoweverOftenTheWindowIsSealed() {
    assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(5));
  }

  @Test
  void theSharesOfMethodsAreTheirSharesOfTheCpuTime() {
    assertThat(run.share("sixty")).isCloseTo(0.6, within(0.03));
    assertThat(run.share("thirty")).isCloseTo(0.3, within(0.03));
    assertThat(run.share("ten")).isCloseTo(0.1, within(0.03));
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
  void aThreadThatWorksIsRunning() {
    Predicate<Sample> worker = on("busy-worker-#");

    assertThat(measured.sum(Family.WALL, worker.and(labelled("state", "running"))))
        .isCloseTo(measured.sum(Family.WALL, worker), withPercentage(2));
  }

  @Test
  void waitsForAMonitorAreMeasuredUnderItsClass() {
    assertThat(measured.sum(Family.LOCK, labelled("class", WorkloadRun.CONTENDED)))
        .isCloseTo(run.monitorNanos(), withPercentage(10));
    assertThat(measured.sum(Family.LOCK, 1, labelled("class", WorkloadRun.CONTENDED)))
        .isCloseTo(run.monitorWaits(), withPercentage(10));
  }

  @Test
  void waitsForALockOfJavaUtilConcurrentAreMeasuredUnderItsClass() {
    assertThat(
            measured.sum(Family.LOCK, labelled("class", WorkloadRun.LOCK).and(on("lock-waiter-#"))))
        .isCloseTo(run.lockNanos(), withPercentage(10));
  }

  @Test
  void threadsThatIdleInAPoolDoNotContend() {
    assertThat(measured.samples(Family.LOCK, in("ThreadPoolExecutor.getTask"))).isEmpty();
    assertThat(measured.samples(Family.WALL, in("ThreadPoolExecutor.getTask"))).isNotEmpty();
  }

  @Test
  void windowsFollowOneAnotherWithoutAGapThatTheyDoNotTell() {
    List<Profile> windows = measured.of(Family.CPU);
    for (int i = 1; i < windows.size(); i++) {
      Profile before = windows.get(i - 1);
      assertThat(windows.get(i).startNanos() - before.startNanos() - before.durationNanos())
          .isBetween(0L, pausedNanos(before));
    }
  }

  private static long pausedNanos(Profile window) {
    return PAUSE
        .matcher(String.join("\n", window.comments()))
        .results()
        .mapToLong(pause -> TimeUnit.MICROSECONDS.toNanos(Long.parseLong(pause.group(1)) + 1))
        .sum();
  }

  @Test
  void everyProfileTellsItsEngineAndPeriod() {
    assertThat(measured.of(Family.CPU))
        .allSatisfy(p -> assertThat(p.comments().get(0)).startsWith("engine: async-profiler 4.6 ("))
        .allSatisfy(p -> assertThat(p.period()).isEqualTo(10_000_000));
    assertThat(measured.of(Family.WALL))
        .allSatisfy(p -> assertThat(p.period()).isEqualTo(100_000_000));
  }

  @Test
  void workOfTheVirtualMachineIsToldFromJavaAndFromOtherNativeCode() {
    assertThat(measured.samples(Family.WALL, on("GC Thread#")))
        .isNotEmpty()
        .allSatisfy(
            s -> assertThat(s.stackTrace().frames()).anyMatch(f -> f.kind() == FrameKind.VM))
        .allSatisfy(
            s -> assertThat(s.stackTrace().frames()).noneMatch(f -> f.kind() == FrameKind.JAVA));
  }

  @Test
  void framesOfJavaKnowTheirLineAndFile() {
    assertThat(measured.samples(Family.CPU, in("KnownWorkload.burn")))
        .isNotEmpty()
        .allSatisfy(s ->
            assertThat(s.stackTrace().frames())
                .filteredOn(f -> f.function().endsWith("KnownWorkload.burn"))
                .allMatch(f -> f.fileName().equals("KnownWorkload.java") && f.line() > 0));
  }
}

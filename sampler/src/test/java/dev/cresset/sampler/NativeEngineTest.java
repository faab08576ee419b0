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
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What async-profiler says of a workload whose costs are known. */
class NativeEngineTest {
  @TempDir static Path temp;

  private static KnownWorkload workload;
  private static NativeEngine engine;
  private static final Measured measured = new Measured();
  private static long cpu;
  private static long monitorNanos;
  private static long lockNanos;
  private static long monitorWaits;

  @BeforeAll
  static void sampleTheWorkload() throws Exception {
    workload = KnownWorkload.start();
    engine = new NativeEngine(new SamplerConfig().withTempDirectory(temp), List.of());
    engine.start();
    cpu = -workload.workerCpuNanos();
    monitorNanos = -workload.monitorNanos();
    monitorWaits = -workload.monitorWaits();
    lockNanos = -workload.lockNanos();
    for (int i = 0; i < 20; i++) {
      Thread.sleep(500);
      measured.add(engine.seal());
    }
    cpu += workload.workerCpuNanos();
    monitorNanos += workload.monitorNanos();
    monitorWaits += workload.monitorWaits();
    lockNanos += workload.lockNanos();
    workload.close();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void cpuTimeIsWhatTheThreadBurntHoweverOftenTheWindowIsSealed() {
    assertThat(measured.sum(Family.CPU, on("busy-worker-#"))).isCloseTo(cpu, withPercentage(5));
  }

  @Test
  void theSharesOfTheMethodsAreTheirShareOfTheCpuTime() {
    double all = measured.sum(Family.CPU, in("KnownWorkload.work"));

    assertThat(measured.sum(Family.CPU, in("KnownWorkload.sixty")) / all)
        .isCloseTo(0.6, within(0.03));
    assertThat(measured.sum(Family.CPU, in("KnownWorkload.thirty")) / all)
        .isCloseTo(0.3, within(0.03));
    assertThat(measured.sum(Family.CPU, in("KnownWorkload.ten")) / all)
        .isCloseTo(0.1, within(0.03));
  }

  @Test
  void aSleeperTakesWallTimeAndNoCpuTime() {
    long elapsed = measured.durationNanos(Family.WALL);

    assertThat(
            measured.sum(Family.WALL, in("KnownWorkload.sleep").and(labelled("state", "sleeping"))))
        .isCloseTo(elapsed, withPercentage(10));
    assertThat(measured.sum(Family.CPU, in("KnownWorkload.sleep"))).isLessThan(elapsed / 100);
  }

  @Test
  void waitsForAMonitorAreMeasuredUnderItsClass() {
    assertThat(
            measured.sum(
                Family.LOCK, labelled("class", KnownWorkload.class.getName() + "$Contended")))
        .isCloseTo(monitorNanos, withPercentage(10));
    assertThat(
            measured.sum(
                Family.LOCK, 1, labelled("class", KnownWorkload.class.getName() + "$Contended")))
        .isCloseTo(monitorWaits, withPercentage(10));
  }

  @Test
  void waitsForALockOfJavaUtilConcurrentAreMeasuredUnderItsClass() {
    assertThat(
            measured.sum(
                Family.LOCK,
                labelled("class", "java.util.concurrent.locks.ReentrantLock$NonfairSync")
                    .and(on("lock-waiter-#"))))
        .isCloseTo(lockNanos, withPercentage(10));
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
    assertThat(measured.samples(Family.CPU, in("KnownWorkload.work")))
        .anySatisfy(s ->
            assertThat(s.stackTrace().frames())
                .anySatisfy(f -> {
                  assertThat(f.fileName()).isEqualTo("KnownWorkload.java");
                  assertThat(f.line()).isPositive();
                }));
  }
}

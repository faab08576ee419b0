package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When perf events are too dear, on real threads. */
class CpuClockTest {
  @TempDir Path temp;

  @Test
  void manyThreadsAreSampledByTimersAndTheProfileSaysWhy() throws Exception {
    try (Waiting waiting = new Waiting(CpuClock.MOST_PERF_THREADS);
        NativeEngine engine = new NativeEngine(config(), List.of())) {
      assertThat(waiting.threads).allMatch(Thread::isAlive);
      engine.start();
      long end = System.nanoTime() + 1_000_000_000;
      double sum = 0;
      while (System.nanoTime() < end) {
        sum += Math.sqrt(sum + 1);
      }
      Profile cpu = engine.seal().get(0);

      assertThat(engine)
          .hasToString(engineOf(cpu))
          .asString()
          .contains("timer")
          .contains("500 threads");
      assertThat(cpu.samples().size()).as("after %s", sum).isPositive();
    }
  }

  @Test
  void threadsThatTakeTurnsAllTheTimeAreSampledByTimersFromTheThirdWindowOn() throws Exception {
    try (TakingTurns turns = new TakingTurns();
        NativeEngine engine = new NativeEngine(config(), List.of())) {
      engine.start();
      List<Profile> last = List.of();
      List<String> changes = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Thread.sleep(500);
        last = engine.seal();
        last.get(0).comments().stream().filter(c -> c.contains("by timers")).forEach(changes::add);
      }
      assertThat(turns.taken.get()).isGreaterThan(2L * CpuClock.MOST_PERF_SWITCHES);
      assertThat(engine)
          .hasToString(engineOf(last.get(0)))
          .asString()
          .contains("timer")
          .containsAnyOf("500 times a second", PerfAccess.current().whyDenied());
      assertThat(changes).hasSizeLessThan(2);
    }
  }

  @Test
  void noTimerTakesThePlaceOfPerfEventsMoreOftenThanTheKernelTicks() throws Exception {
    CpuClock clock = new CpuClock(Duration.ofMillis(1));
    try (TakingTurns turns = new TakingTurns()) {
      for (int i = 0; i < 4; i++) {
        Thread.sleep(100);
        assertThat(clock.isPerfTooDear()).isFalse();
      }
      assertThat(turns.taken.get()).isPositive();
    }
    assertThat(clock.event()).isEqualTo("cpu");
  }

  @Test
  void fewThreadsAreSampledByThePerfEventsThatOneMayUse() {
    CpuClock clock = new CpuClock(Duration.ofMillis(10));
    assertThat(clock.event()).isEqualTo("cpu");
    assertThat(clock.whyNoPerf("event=cpu,interval=1")).doesNotContain("threads");
  }

  private SamplerConfig config() {
    return new SamplerConfig().withTempDirectory(temp);
  }

  private static String engineOf(Profile profile) {
    assertThat(profile.family()).isEqualTo(Family.CPU);
    return profile.comments().get(0).replaceFirst("engine: ", "");
  }

  /** Two threads that wait for each other. */
  private static final class TakingTurns implements AutoCloseable {
    private final AtomicLong taken = new AtomicLong();
    private final SynchronousQueue<Long> ball = new SynchronousQueue<>();
    private final Thread giver = Thread.ofPlatform().daemon().start(this::give);
    private final Thread taker = Thread.ofPlatform().daemon().start(this::take);

    private void give() {
      try {
        while (true) {
          ball.put(1L);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void take() {
      try {
        while (true) {
          taken.addAndGet(ball.take());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      giver.interrupt();
      taker.interrupt();
    }
  }

  /** Threads that do nothing until they are closed. */
  private static final class Waiting implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();

    Waiting(int count) {
      for (int i = 0; i < count; i++) {
        threads.add(Thread.ofPlatform().name("waiting-" + i).daemon().start(LockSupport::park));
      }
    }

    @Override
    public void close() {
      threads.forEach(LockSupport::unpark);
    }
  }
}

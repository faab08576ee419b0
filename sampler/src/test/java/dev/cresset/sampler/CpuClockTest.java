package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With how many threads perf events are too dear, on real threads. */
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
  void fewThreadsAreSampledByThePerfEventsThatOneMayUse() {
    assertThat(CpuClock.event()).isEqualTo("cpu");
    assertThat(CpuClock.whyNoPerf("event=cpu,interval=1")).doesNotContain("threads");
  }

  private SamplerConfig config() {
    return new SamplerConfig().withTempDirectory(temp);
  }

  private static String engineOf(Profile profile) {
    assertThat(profile.family()).isEqualTo(Family.CPU);
    return profile.comments().get(0).replaceFirst("engine: ", "");
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

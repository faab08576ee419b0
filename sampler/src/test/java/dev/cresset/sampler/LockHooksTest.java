package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockHooksTest {
  private static final int WAITS = 10_000;
  private static final int SLEEPS = 1_000;
  private static final long LEAST = WAITS * LockHooks.NANOS_EACH;

  private final LockHooks hooks = new LockHooks();

  @Test
  void eachTimeAThreadParksCounts() {
    parkOften();

    assertThat(hooks.takeNanos()).isBetween(LEAST, 2 * LEAST);
  }

  @Test
  void andIsToldOnce() {
    parkOften();
    hooks.takeNanos();

    assertThat(hooks.takeNanos()).isBetween(0L, LEAST / 2);
  }

  @Test
  void howOftenAThreadHasSleptThatStillDoesIsNoWaitForALock() throws Exception {
    CountDownLatch sleptOften = new CountDownLatch(1);
    Thread sleeper = new Thread(() -> sleep(sleptOften));
    sleeper.start();
    try {
      sleptOften.await();
      while (sleeper.getState() != Thread.State.TIMED_WAITING) {
        Thread.yield();
      }

      assertThat(hooks.takeNanos()).isLessThan(SLEEPS * LockHooks.NANOS_EACH);
    } finally {
      sleeper.interrupt();
      sleeper.join();
    }
  }

  private static void sleep(CountDownLatch sleptOften) {
    try {
      for (int i = 0; i < SLEEPS; i++) {
        Thread.sleep(0, 1);
      }
      sleptOften.countDown();
      Thread.sleep(TimeUnit.MINUTES.toMillis(10));
    } catch (InterruptedException e) {
      // It is enough.
    }
  }

  @Test
  void anEngineTellsItAsACostOfLocksAndAsWhatTheyWouldCostWhileTheyArePaused(@TempDir Path temp)
      throws Exception {
    try (NativeEngine engine =
        new NativeEngine(new SamplerConfig().withTempDirectory(temp), List.of())) {
      engine.start();
      parkOften();
      engine.seal();
      assertThat(engine.cost().nanos().get(Family.LOCK)).isGreaterThanOrEqualTo(LEAST);
      assertThat(engine.cost().standing().get(Family.LOCK)).isGreaterThanOrEqualTo(LEAST);

      engine.pace(Pace.CONFIGURED.paused(Family.LOCK));
      engine.seal();
      parkOften();
      engine.seal();
      assertThat(engine.cost().nanos()).doesNotContainKey(Family.LOCK);
      assertThat(engine.cost().standing().get(Family.LOCK)).isGreaterThanOrEqualTo(LEAST);
    }
  }

  private static void parkOften() {
    for (int i = 0; i < WAITS; i++) {
      LockSupport.unpark(Thread.currentThread());
      LockSupport.park();
    }
  }
}

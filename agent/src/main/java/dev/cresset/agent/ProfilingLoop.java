package dev.cresset.agent;

import dev.cresset.profile.Profile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Keeps one engine running, has it end a window every period and hands its profiles on.
 *
 * <p>All of it happens on the one thread that calls {@link #run}; the rest is for others.
 */
final class ProfilingLoop {
  private static final long RECOVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final EngineSeat seat;
  private final Consumer<Profile> sink;
  private final long periodNanos;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** By {@link System#nanoTime}; of the thread that runs. */
  private long windowEnd;

  ProfilingLoop(EngineSeat seat, Consumer<Profile> sink, Duration period) {
    this.seat = seat;
    this.sink = sink;
    this.periodNanos = period.toNanos();
  }

  /**
   * Profiles until {@link #requestStop}, and then ends the last window.
   *
   * @param atWindow is called at the beginning of every window
   */
  void run(Runnable atWindow) {
    // Rehearsed, since the first time takes memory.
    LockSupport.parkNanos(1);
    try {
      windowEnd = System.nanoTime() + periodNanos;
      while (!isStopRequested()) {
        try {
          window(atWindow);
        } catch (Throwable e) {
          // There is no memory, not even to wait with. Parking needs none.
          LockSupport.parkNanos(RECOVERY_NANOS);
        }
      }
      outlive(seat::close);
    } finally {
      stopped.countDown();
    }
  }

  private void window(Runnable atWindow) {
    outlive(seat::occupy);
    outlive(atWindow);
    awaitStop(windowEnd);
    outlive(() -> seat.seal(sink));
    windowEnd = nextEnd(windowEnd, System.nanoTime());
  }

  void requestStop() {
    stopRequested.countDown();
  }

  /**
   * @param deadline by {@link System#nanoTime}
   * @return false if the last window has not ended by then
   */
  boolean awaitStopped(long deadline) {
    try {
      return stopped.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The seat says what goes wrong; where even that cannot be said, the next window may do. */
  private static void outlive(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      // Most likely there is no memory, not even for a line in the log.
    }
  }

  /** Windows keep to the schedule they began with; what a suspended machine missed is left out. */
  private long nextEnd(long end, long now) {
    long late = Math.max(0, now - end);
    return end + (late / periodNanos + 1) * periodNanos;
  }

  private boolean isStopRequested() {
    return stopRequested.getCount() == 0;
  }

  private void awaitStop(long until) {
    while (!isStopRequested()) {
      try {
        stopRequested.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        return;
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread: stopping has its own signal.
      }
    }
  }
}

package dev.cresset.agent;

import dev.cresset.agent.logging.AgentLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps engines running, has them end a window every period and hands the profiles on, until the
 * JVM ends.
 *
 * <p>All of it happens on the one thread that calls {@link #run}; {@link #stop} is for another.
 */
final class ProfilingLoop {
  private final List<EngineSeat> seats;
  private final ProfileDispatch sinks;
  private final long periodNanos;
  private final AgentLog log;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long stopAt;

  /**
   * @param seats in the order in which their engines start
   */
  ProfilingLoop(List<EngineSeat> seats, ProfileDispatch sinks, Duration period, AgentLog log) {
    this.seats = seats;
    this.sinks = sinks;
    this.periodNanos = period.toNanos();
    this.log = log;
  }

  /** Profiles until {@link #stop}. */
  void run() {
    try {
      long windowEnd = System.nanoTime() + periodNanos;
      while (!stopRequested()) {
        seats.forEach(EngineSeat::occupy);
        awaitStop(windowEnd);
        seats.forEach(seat -> seat.seal(sinks::accept));
        windowEnd = nextEnd(windowEnd, System.nanoTime());
      }
      seats.forEach(EngineSeat::close);
      sinks.close(Duration.ofNanos(Math.max(0, stopAt - System.nanoTime())));
      long lost = seats.stream().mapToLong(EngineSeat::failedWindows).sum();
      log.debug("Stopped; windows lost: " + lost + "; profiles: " + sinks.counts());
    } finally {
      stopped.countDown();
    }
  }

  /**
   * Ends the last window, ships it and closes everything.
   *
   * @return false if that was not done within the time
   */
  boolean stop(Duration timeout) {
    stopAt = System.nanoTime() + timeout.toNanos();
    stopRequested.countDown();
    try {
      return stopped.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Windows keep to the schedule they began with; what a suspended machine missed is left out. */
  private long nextEnd(long end, long now) {
    long late = Math.max(0, now - end);
    return end + (late / periodNanos + 1) * periodNanos;
  }

  private boolean stopRequested() {
    return stopRequested.getCount() == 0;
  }

  private void awaitStop(long until) {
    while (!stopRequested()) {
      try {
        stopRequested.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        return;
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread: stopping has its own signal.
      }
    }
  }
}

package dev.cresset.allocationtracker;

import java.util.concurrent.TimeUnit;

/**
 * Keeps the rate of samples below a maximum by sampling at longer intervals while more is
 * allocated. Each sample knows the interval it was drawn with, so what is estimated stays right.
 * Used by one thread.
 */
final class IntervalGovernor {
  private final long shortest;
  private final double maxPerSecond;
  private long interval;

  IntervalGovernor(AllocationConfig config) {
    this(config.interval(), config.maxSamplesPerSecond());
  }

  /**
   * @param shortest bytes between two samples of a thread
   */
  IntervalGovernor(long shortest, double maxPerSecond) {
    this.shortest = shortest;
    this.maxPerSecond = maxPerSecond;
    this.interval = shortest;
  }

  /** The bytes to sample at, on average. */
  long interval() {
    return interval;
  }

  /**
   * @param samples taken or dropped since the last call
   * @return true if the interval changed
   */
  boolean observe(long samples, long elapsedNanos) {
    double perSecond = samples * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, elapsedNanos);
    long before = interval;
    if (perSecond > maxPerSecond) {
      interval = (long) Math.min(Integer.MAX_VALUE, interval * perSecond / maxPerSecond);
    } else if (perSecond < maxPerSecond / 2) {
      interval = Math.max(shortest, interval / 2);
    }
    return interval != before;
  }
}

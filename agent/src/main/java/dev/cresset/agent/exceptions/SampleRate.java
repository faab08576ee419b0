package dev.cresset.agent.exceptions;

import java.util.concurrent.TimeUnit;

/**
 * Keeps samples few by making the interval between them longer, at once when there are too many and
 * step by step again when there are not. One thread at a time.
 */
final class SampleRate {
  static final int MAX_PER_SECOND = 100;

  private static final int LONGEST = 1 << 30;
  private static final int FEW = MAX_PER_SECOND / 4;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int configured;
  private int shortest;
  private int interval;
  private long secondStart;
  private int samples;

  /**
   * @param shortest the interval where there are few exceptions
   * @param now by {@link System#nanoTime}
   */
  SampleRate(int shortest, long now) {
    this.configured = shortest;
    this.shortest = shortest;
    this.interval = shortest;
    this.secondStart = now;
  }

  int interval() {
    return interval;
  }

  /** From now on at so many times the configured interval, or less often. */
  void slowDown(int factor) {
    shortest = (int) Math.min(LONGEST, (long) configured * factor);
    interval = Math.max(shortest, interval);
  }

  /** A sample is taken. */
  void sampled(long now) {
    relax(now);
    if (++samples > MAX_PER_SECOND) {
      interval = (int) Math.min(LONGEST, 2L * interval);
      samples = 0;
    }
  }

  /** Time goes by: every second with few samples makes the interval shorter. */
  void relax(long now) {
    long seconds = (now - secondStart) / SECOND;
    for (long i = 0; i < seconds && samples < FEW && interval > shortest; i++) {
      interval = Math.max(shortest, interval / 2);
      samples = 0;
    }
    if (seconds > 0) {
      secondStart += seconds * SECOND;
      samples = 0;
    }
  }
}

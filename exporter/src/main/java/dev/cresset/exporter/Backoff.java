package dev.cresset.exporter;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after each of a row of failures: twice as long each time up to a limit, give or
 * take a quarter, so that agents that lost their collector together do not return together. One
 * thread.
 */
final class Backoff {
  private static final double JITTER = 0.25;

  private final Duration initial;
  private final Duration max;
  private long next;

  Backoff(Duration initial, Duration max) {
    this.initial = initial;
    this.max = max;
    reset();
  }

  /** The wait after one more failure, in nanoseconds. */
  long nextNanos() {
    double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    long wait = (long) (next * factor);
    next = Math.min(next * 2, max.toNanos());
    return wait;
  }

  void reset() {
    next = Math.min(initial.toNanos(), max.toNanos());
  }
}

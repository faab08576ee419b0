package dev.cresset.demo;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the requests to one target. Safe for many threads. */
final class Tally {
  private static final int FIRST_SIZE = 1024;

  private final LongAdder failed = new LongAdder();
  private long[] nanos = new long[FIRST_SIZE];
  private int answered;

  synchronized void answered(long tookNanos) {
    if (answered == nanos.length) {
      nanos = Arrays.copyOf(nanos, answered * 2);
    }
    nanos[answered++] = tookNanos;
  }

  void failed() {
    failed.increment();
  }

  @Override
  public synchronized String toString() {
    long[] sorted = Arrays.copyOf(nanos, answered);
    Arrays.sort(sorted);
    return String.format(
        "%d requests answered, p50 %.3f ms, p99 %.3f ms, %d failed",
        answered, millis(sorted, 0.5), millis(sorted, 0.99), failed.sum());
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * quantile)] / 1e6;
  }
}

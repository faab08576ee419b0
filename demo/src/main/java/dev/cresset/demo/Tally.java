package dev.cresset.demo;

import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the requests to one target. Safe for many threads. */
final class Tally {
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void answered(long tookNanos) {
    answered.increment();
    nanos.add(tookNanos);
  }

  void failed() {
    failed.increment();
  }

  @Override
  public String toString() {
    long count = answered.sum();
    double meanMillis = count == 0 ? 0 : nanos.sum() / 1e6 / count;
    return String.format(
        "%d requests answered in %.1f ms on average, %d failed", count, meanMillis, failed.sum());
  }
}

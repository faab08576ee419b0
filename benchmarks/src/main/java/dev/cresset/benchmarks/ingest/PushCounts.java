package dev.cresset.benchmarks.ingest;

import dev.cresset.benchmarks.ingest.FleetLoad.Push;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What became of what was pushed. Safe for use by many threads. */
public final class PushCounts {
  private final LongAdder profiles = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder delayed = new LongAdder();
  private final AtomicReference<String> problem = new AtomicReference<>();

  void stored(Push push) {
    profiles.increment();
    samples.add(push.samples());
    bytes.add(push.message().length);
  }

  void toldToWait() {
    delayed.increment();
  }

  void rejected(String message) {
    problem.compareAndSet(null, "A profile was rejected: " + message);
  }

  void broken(Throwable cause) {
    problem.compareAndSet(null, "A stream broke: " + cause);
  }

  /** Profiles acknowledged. */
  public long profiles() {
    return profiles.sum();
  }

  /** Stack traces with labels in the acknowledged profiles. */
  public long samples() {
    return samples.sum();
  }

  /** Of the acknowledged profiles' messages, gzipped as they are. */
  public long bytes() {
    return bytes.sum();
  }

  /** How often a profile was to be sent later. */
  public long delayed() {
    return delayed.sum();
  }

  /**
   * @throws IllegalStateException if something went wrong that never should
   */
  public void requireSound() {
    if (problem.get() != null) {
      throw new IllegalStateException(problem.get());
    }
  }
}

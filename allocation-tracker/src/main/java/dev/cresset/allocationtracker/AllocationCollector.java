package dev.cresset.allocationtracker;

import dev.cresset.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Takes samples off the recorder's queue on a thread of its own, since until then they hold on to
 * classes and memory, and adds them up to windows. Safe for use by many threads.
 */
final class AllocationCollector implements AutoCloseable {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final AllocationRecorder recorder;
  private final IntervalGovernor governor;
  private final LongConsumer onInterval;
  private final int maxDepth;
  private final Thread thread = new Thread(this::run, "cresset-allocations");
  private AllocationWindow window;
  private long observedNanoTime = System.nanoTime();
  private long observedSamples;
  private long reportedDropped;
  private long reportedFailed;
  private volatile boolean closed;

  /**
   * @param onInterval told the bytes to sample at from now on, when they change
   */
  AllocationCollector(
      AllocationConfig config, AllocationRecorder recorder, LongConsumer onInterval) {
    this.recorder = recorder;
    this.governor = new IntervalGovernor(config);
    this.onInterval = onInterval;
    this.maxDepth = config.maxDepth();
    this.window = new AllocationWindow(maxDepth);
    thread.setDaemon(true);
  }

  void start() {
    recorder.onFilling(() -> LockSupport.unpark(thread));
    thread.start();
  }

  private void run() {
    while (!closed) {
      if (recorder.isFarFromFull()) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      try {
        drain();
      } catch (Throwable e) {
        // The next sample may do, and nobody else is there to say so to.
        recorder.countFailure();
      }
    }
  }

  private synchronized void drain() {
    for (SampledAllocation sample; (sample = recorder.poll()) != null; ) {
      window.add(sample);
    }
    govern();
  }

  private void govern() {
    long now = System.nanoTime();
    long samples = recorder.taken() + recorder.dropped();
    if (closed || now - observedNanoTime < POLL_NANOS) {
      return;
    }
    if (governor.observe(samples - observedSamples, now - observedNanoTime)) {
      onInterval.accept(governor.interval());
    }
    observedNanoTime = now;
    observedSamples = samples;
  }

  /**
   * Ends a window and begins the next.
   *
   * @param comments on how the allocations were seen
   */
  synchronized Profile seal(List<String> comments) {
    drain();
    List<String> all = new ArrayList<>(comments);
    report(all, recorder.dropped() - reportedDropped, "dropped because too many came at once");
    report(all, recorder.failed() - reportedFailed, "lost by errors");
    reportedDropped = recorder.dropped();
    reportedFailed = recorder.failed();
    AllocationWindow sealed = window;
    window = new AllocationWindow(maxDepth);
    return sealed.finish(governor.interval(), all);
  }

  private static void report(List<String> comments, long count, String what) {
    if (count > 0) {
      comments.add("allocations: " + count + " samples " + what);
    }
  }

  /** The interval does not change any more after this. */
  @Override
  public synchronized void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

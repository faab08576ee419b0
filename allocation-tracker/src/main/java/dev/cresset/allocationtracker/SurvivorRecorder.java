package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.bridge.AllocationBridge;
import java.lang.instrument.Instrumentation;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Takes sampled objects from the threads that make them, which it neither blocks nor throws at.
 * Safe for use by many threads.
 */
final class SurvivorRecorder implements BiConsumer<Object, long[]> {
  private static final int CAPACITY = 1024;

  private final Instrumentation instrumentation;
  private final ReferenceQueue<Object> dead;
  private final Queue<LedgerEntry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * @param dead gets the entries whose objects were collected
   */
  SurvivorRecorder(Instrumentation instrumentation, ReferenceQueue<Object> dead) {
    this.dead = dead;
    this.instrumentation = instrumentation;
  }

  @Override
  public void accept(Object object, long[] facts) {
    if (queued.get() >= CAPACITY) {
      dropped.incrementAndGet();
      return;
    }
    try {
      double chance =
          Weight.chance(facts[AllocationBridge.COUNTED_BYTES], facts[AllocationBridge.INTERVAL]);
      queue.add(
          new LedgerEntry(
              object, dead, instrumentation.getObjectSize(object), 1 / chance, new Here()));
      queued.incrementAndGet();
      taken.incrementAndGet();
    } catch (Throwable e) {
      dropped.incrementAndGet();
    }
  }

  /** The oldest sample, removed; null if there is none. */
  LedgerEntry poll() {
    LedgerEntry sample = queue.poll();
    if (sample != null) {
      queued.decrementAndGet();
    }
    return sample;
  }

  /** How many were sampled, ever. */
  long seen() {
    return taken.get() + dropped.get();
  }

  /** How many found the queue full or failed, ever. */
  long dropped() {
    return dropped.get();
  }

  /** The cheapest way to a stack trace. */
  private static final class Here extends Throwable {
    private static final long serialVersionUID = 1;

    Here() {
      super(null, null, false, true);
    }
  }
}

package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.bridge.AllocationBridge;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Takes sampled allocations from the threads that make them: finds out their size and weight, keeps
 * the stack trace, and queues them. Safe for use by many threads, which it neither blocks nor
 * throws at.
 */
final class AllocationRecorder implements BiConsumer<Object, long[]> {
  private static final int CAPACITY = 4096;
  private static final int FILLING = CAPACITY / 8;

  private final ObjectSizes sizes;
  private final CallerContext callers = new CallerContext();
  private final Queue<SampledAllocation> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile Runnable onFilling = () -> {};

  AllocationRecorder(ObjectSizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public void accept(Object type, long[] facts) {
    if (queued.get() >= CAPACITY) {
      dropped.incrementAndGet();
      return;
    }
    try {
      queue.add(sample(type, facts));
      taken.incrementAndGet();
      if (queued.incrementAndGet() == FILLING) {
        onFilling.run();
      }
    } catch (Throwable e) {
      countFailure();
    }
  }

  private SampledAllocation sample(Object type, long[] facts) {
    Class<?> known = type instanceof Class ? (Class<?>) type : callers.resolve((String) type);
    long counted = facts[AllocationBridge.COUNTED_BYTES];
    double objects =
        facts[AllocationBridge.OBJECTS] / Weight.chance(counted, facts[AllocationBridge.INTERVAL]);
    long size = known == null ? counted : size(known, (int) facts[AllocationBridge.LENGTH]);
    return new SampledAllocation(
        known == null ? (String) type : known.getName(),
        Thread.currentThread().getName(),
        objects,
        objects * size);
  }

  private long size(Class<?> type, int length) {
    return length == AllocationBridge.NO_ARRAY ? sizes.instance(type) : sizes.array(type, length);
  }

  /** The oldest sample, removed; null if there is none. */
  SampledAllocation poll() {
    SampledAllocation sample = queue.poll();
    if (sample != null) {
      queued.decrementAndGet();
    }
    return sample;
  }

  /** To be told when it is time to {@link #poll}; must be quick. */
  void onFilling(Runnable listener) {
    onFilling = listener;
  }

  /** False if it is time to {@link #poll}. */
  boolean isFarFromFull() {
    return queued.get() < FILLING;
  }

  /** How many samples were queued, ever. */
  long taken() {
    return taken.get();
  }

  /** How many samples found the queue full, ever. */
  long dropped() {
    return dropped.get();
  }

  /** How many samples could not be taken or added up, ever. */
  long failed() {
    return failed.get();
  }

  void countFailure() {
    failed.incrementAndGet();
  }
}

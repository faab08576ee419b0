package dev.cresset.allocationtracker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * How many of its samples async-profiler can have tracked at most. It has a slot for each, and a
 * slot is free again only after a collection has found its object dead: until then it passes over
 * all further samples, garbage or not. Used by one thread.
 */
final class TrackedSamples {
  private static final int SLOTS = 1024;

  private final LongSupplier collections;
  private long samples;
  private long collectionsBefore;

  /**
   * @param collections how many there were by now, at least
   */
  TrackedSamples(LongSupplier collections) {
    this.collections = collections;
  }

  void sampled() {
    samples++;
  }

  /** What to say of the samples since the last call; empty if all may have been tracked. */
  String takeComment() {
    long all = samples;
    samples = 0;
    if (all <= SLOTS) {
      return "";
    }
    long now = collections.getAsLong();
    long most = SLOTS * (now - collectionsBefore + 1);
    collectionsBefore = now;
    return all <= most
        ? ""
        : "live: async-profiler tracked at most " + most + " of " + all + " sampled objects";
  }

  /** More than there were where the JVM does not tell, so that nothing is said. */
  static long collections() {
    try {
      return Collectors.count();
    } catch (LinkageError e) {
      return System.nanoTime(); // A runtime image without java.management.
    }
  }

  private static final class Collectors {
    static long count() {
      long sum = 0;
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        sum += Math.max(0, collector.getCollectionCount());
      }
      return sum;
    }
  }
}

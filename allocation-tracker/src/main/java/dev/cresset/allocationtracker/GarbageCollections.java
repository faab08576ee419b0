package dev.cresset.allocationtracker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;

/** How often this JVM has collected garbage. Safe for use by many threads. */
final class GarbageCollections {
  /**
   * Garbage is gone after so many. One is too few: a concurrent one that ran when an object was
   * made says nothing of it, and some objects of G1's were seen to outlast one although nobody held
   * them.
   */
  private static final int TO_JUDGE = 2;

  private final List<GarbageCollectorMXBean> collectors;

  GarbageCollections() {
    this.collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(collector -> collectsNewObjects(collector.getName()))
            .collect(Collectors.toList());
  }

  /**
   * Of fully concurrent collectors there is one for the cycles and one for the pauses in them. What
   * works beside the application on the old generation alone says nothing of new objects.
   */
  private static boolean collectsNewObjects(String name) {
    return !name.contains("Pauses")
        && !name.equals("G1 Concurrent GC")
        && !name.equals("ConcurrentMarkSweep");
  }

  /** How many have ended, of the kinds that look at new objects. */
  long count() {
    return collectors.stream().mapToLong(c -> Math.max(0, c.getCollectionCount())).sum();
  }

  /** Up to which count an object must have been seen to have survived collections by now. */
  long judged() {
    return count() - TO_JUDGE;
  }
}

package dev.cresset.allocationtracker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;

/** How often this JVM has collected garbage. Safe for use by many threads. */
final class GarbageCollections {
  private final List<GarbageCollectorMXBean> collectors;
  private final int toJudge;

  GarbageCollections() {
    // Of concurrent collectors there is one for the cycles and one for the pauses in them.
    this.collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(collector -> !collector.getName().contains("Pauses"))
            .collect(Collectors.toList());
    boolean concurrent = collectors.stream().anyMatch(c -> c.getName().contains("Cycles"));
    this.toJudge = concurrent ? 2 : 1;
  }

  /** How many have ended, of any kind. */
  long count() {
    return collectors.stream().mapToLong(c -> Math.max(0, c.getCollectionCount())).sum();
  }

  /**
   * Up to which count an object must have been seen to have survived a collection by now. A
   * concurrent one that ran when an object was made says nothing of it.
   */
  long judged() {
    return count() - toJudge;
  }
}

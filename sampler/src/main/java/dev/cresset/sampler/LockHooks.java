package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * What it takes to be told of every wait for a lock, of which few are sampled: async-profiler is
 * called whenever a thread enters a monitor that another one has, and whenever one parks. Waits in
 * {@link Object#wait} and {@link Thread#sleep} are counted too, as nobody tells them apart. One
 * thread.
 */
final class LockHooks {
  /**
   * 1.0 to 1.5 µs in 300 threads that take turns, whatever the interval; a tenth of that where one
   * thread parks again and again, with all that is needed in the processor's caches.
   */
  static final long NANOS_EACH = 1_100;

  private Map<Long, Long> before = waits();

  /** For the waits since the last call or the beginning; of threads that are still there. */
  long takeNanos() {
    Map<Long, Long> now = waits();
    long count = 0;
    for (Map.Entry<Long, Long> thread : now.entrySet()) {
      count += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    before = now;
    return count * NANOS_EACH;
  }

  /** Ever since each thread began, by its number; empty where nobody may know. */
  private static Map<Long, Long> waits() {
    Map<Long, Long> waits = new HashMap<>();
    try {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      // Without their stacks, for which the JVM would have to stop them.
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        if (thread != null) {
          waits.put(thread.getThreadId(), thread.getWaitedCount() + thread.getBlockedCount());
        }
      }
    } catch (LinkageError | RuntimeException e) {
      // A runtime image without java.management, or a security manager.
    }
    return waits;
  }
}

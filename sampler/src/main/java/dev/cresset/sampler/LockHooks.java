package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to be told of every wait for a lock, of which few are sampled: async-profiler is
 * called whenever a thread enters a monitor that another one has, and whenever one parks. Waits in
 * {@link Object#wait} are counted too, as nobody tells them apart. One thread.
 */
final class LockHooks {
  /**
   * 1.0 to 1.5 µs in 300 threads that take turns, whatever the interval; a tenth of that where one
   * thread parks again and again, with all that is needed in the processor's caches.
   */
  static final long NANOS_EACH = 1_100;

  /** By a thread's number, since it began. */
  private Map<Long, Long> before = new HashMap<>();

  LockHooks() {
    takeNanos();
  }

  /** For the waits since the last call or the beginning; of threads that are still there. */
  long takeNanos() {
    Map<Long, Long> now = new HashMap<>();
    long count = 0;
    for (ThreadInfo thread : threads()) {
      if (thread != null) {
        long waits = thread.getWaitedCount() + thread.getBlockedCount();
        now.put(thread.getThreadId(), waits);
        count += sleeps(thread) ? 0 : waits - before.getOrDefault(thread.getThreadId(), 0L);
      }
    }
    before = now;
    return count * NANOS_EACH;
  }

  /** The JVM counts that among the waits, too. Who sleeps now is taken to have done so before. */
  private static boolean sleeps(ThreadInfo thread) {
    return thread.getThreadState() == Thread.State.TIMED_WAITING && thread.getLockInfo() == null;
  }

  /** Without their stacks, for which the JVM would have to stop them. Null for one that ended. */
  private static List<ThreadInfo> threads() {
    try {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      return Arrays.asList(threads.getThreadInfo(threads.getAllThreadIds()));
    } catch (LinkageError | RuntimeException e) {
      // A runtime image without java.management, or a security manager.
      return Collections.emptyList();
    }
  }
}

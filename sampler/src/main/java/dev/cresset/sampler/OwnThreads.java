package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of the agent's own Java threads: those of one thread group, which threads are born
 * into by being started from it, whatever library starts them. One thread.
 *
 * <p>Of a thread that ends, what it has used since the last reading is missed. The agent's pools
 * keep their threads for longer than a window after their last work.
 */
final class OwnThreads {
  private static final int SPARE = 16;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ThreadGroup group;
  private Map<Long, Long> known = new HashMap<>();
  private long total;

  OwnThreads(ThreadGroup group) {
    this.group = group;
  }

  /** In nanoseconds since the JVM began, threads that have ended included. */
  long cpuNanos() {
    Map<Long, Long> now = new HashMap<>();
    for (Thread thread : living()) {
      if (thread != null) {
        long nanos = cpuNanos(thread);
        long before = known.getOrDefault(thread.getId(), 0L);
        now.put(thread.getId(), Math.max(nanos, before));
        total += Math.max(0, nanos - before);
      }
    }
    known = now;
    return total;
  }

  private Thread[] living() {
    Thread[] living = new Thread[group.activeCount() + SPARE];
    group.enumerate(living);
    return living;
  }

  /** -1 for a thread that has just ended, and where the JVM does not measure threads. */
  private long cpuNanos(Thread thread) {
    return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
        ? threads.getThreadCpuTime(thread.getId())
        : -1;
  }
}

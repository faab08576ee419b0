package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * What the agent's own Java threads use: those of one thread group, which threads are born into by
 * being started from it, whatever library starts them. One thread.
 *
 * <p>Of a thread that ends, what it has used since the last reading is missed. The agent's pools
 * keep their threads for longer than a window after their last work.
 */
final class OwnThreads {
  private static final int SPARE = 16;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ThreadGroup group;
  private Map<Long, Used> known = new HashMap<>();
  private Used total = Used.NOTHING;

  OwnThreads(ThreadGroup group) {
    this.group = group;
  }

  /** Since the JVM began, threads that have ended included. */
  Used used() {
    Map<Long, Used> now = new HashMap<>();
    for (Thread thread : living()) {
      if (thread != null) {
        Used before = known.getOrDefault(thread.getId(), Used.NOTHING);
        Used after = by(thread.getId()).atLeast(before);
        now.put(thread.getId(), after);
        total = total.plus(after.minus(before));
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
  private Used by(long id) {
    boolean timed = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    long bytes =
        threads instanceof com.sun.management.ThreadMXBean
            ? ((com.sun.management.ThreadMXBean) threads).getThreadAllocatedBytes(id)
            : -1;
    return new Used(timed ? threads.getThreadCpuTime(id) : -1, bytes);
  }

  /** CPU time, and what was allocated in the application's heap. Immutable. */
  static final class Used {
    static final Used NOTHING = new Used(0, 0);

    final long cpuNanos;
    final long bytes;

    private Used(long cpuNanos, long bytes) {
      this.cpuNanos = cpuNanos;
      this.bytes = bytes;
    }

    Used plus(Used more) {
      return new Used(cpuNanos + more.cpuNanos, bytes + more.bytes);
    }

    Used minus(Used less) {
      return new Used(cpuNanos - less.cpuNanos, bytes - less.bytes);
    }

    private Used atLeast(Used before) {
      return new Used(Math.max(cpuNanos, before.cpuNanos), Math.max(bytes, before.bytes));
    }
  }
}

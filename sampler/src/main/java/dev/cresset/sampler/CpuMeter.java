package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Reads how much CPU time each Java thread has used, and the process beyond them. One thread. */
final class CpuMeter {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ProcessCpu process = new ProcessCpu();
  private final Map<Long, Long> threadNanos = new HashMap<>();
  private long processNanos;
  private long advanced;

  /** False where the JVM does not measure the CPU time of threads. */
  boolean works() {
    return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
  }

  /** What was used until now does not count. */
  void reset() {
    threadNanos.clear();
    for (long id : threads.getAllThreadIds()) {
      advance(id);
    }
    processNanos = process.nanos();
    advanced = 0;
  }

  /**
   * How much CPU time the thread has used since the last call, or since it was born if it is new;
   * nanoseconds, 0 if it has ended.
   */
  long advance(long threadId) {
    long now = works() ? threads.getThreadCpuTime(threadId) : -1;
    if (now < 0) {
      return 0;
    }
    Long before = threadNanos.put(threadId, now);
    long nanos = Math.max(0, now - (before == null ? 0 : before));
    advanced += nanos;
    return nanos;
  }

  /**
   * How much the process has used since the last call beyond what {@link #advance} told: the JVM's
   * own threads, and threads that ended. 0 where the process's CPU time cannot be had.
   */
  long advanceBeyondThreads() {
    long now = process.nanos();
    long nanos = Math.max(0, now - processNanos - advanced);
    processNanos = now;
    advanced = 0;
    return nanos;
  }

  /** Since it began, in nanoseconds; 0 where that is not measured. */
  long ofThisThread() {
    return works() ? threads.getCurrentThreadCpuTime() : 0;
  }

  void forgetAllBut(Collection<Long> living) {
    threadNanos.keySet().retainAll(living);
  }
}

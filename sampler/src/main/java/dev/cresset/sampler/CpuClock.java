package dev.cresset.sampler;

import java.lang.management.ManagementFactory;

/**
 * By what async-profiler counts the CPU time of threads. The kernel's perf events see its own code
 * too, but each thread's takes 0.1 ms to open and as long to close, while nothing is sampled; a
 * timer of the thread takes a tenth of that.
 */
final class CpuClock {
  /** With so many perf events, a session begins in about 50 ms. */
  static final int MOST_PERF_THREADS = 500;

  /** Perf events, or what comes next where they are forbidden. */
  private static final String BEST = "cpu";

  private static final String TIMER = "ctimer";

  private CpuClock() {}

  /** The event to sample from now on, as the application has many threads or not. */
  static String event() {
    return isLinux() && threads() > MOST_PERF_THREADS ? TIMER : BEST;
  }

  /** Whether a session that was started with these options was to have timers, not perf events. */
  static boolean isTimer(String options) {
    return options.contains("event=" + TIMER);
  }

  /** Why a session that was started with these options has no perf events; follows "because". */
  static String whyNoPerf(String options) {
    return isTimer(options)
        ? "there were more than " + MOST_PERF_THREADS + " threads"
        : PerfAccess.current().whyDenied();
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  /** Few in a runtime image without java.management, where nobody can tell. */
  private static int threads() {
    try {
      return ManagementFactory.getThreadMXBean().getThreadCount();
    } catch (LinkageError e) {
      return 1;
    }
  }
}

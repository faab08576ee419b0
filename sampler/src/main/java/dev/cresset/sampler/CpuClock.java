package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * By what async-profiler counts the CPU time of threads. The kernel's perf events see its own code
 * too, but each thread's takes 0.1 ms to open and as long to close, while nothing is sampled, and a
 * microsecond whenever the thread is put on a CPU; a timer of the thread takes a tenth of the one
 * and nothing of the other. One thread.
 */
final class CpuClock {
  /** With so many perf events, a session begins in about 50 ms. */
  static final int MOST_PERF_THREADS = 500;

  /** A second: perf events take 0.6 ms a second of CPU time then, beside what samples cost. */
  static final int MOST_PERF_SWITCHES = 500;

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Perf events, or what comes next where they are forbidden. */
  private static final String BEST = "cpu";

  private static final String TIMER = "ctimer";

  /** The coarsest of the kernel's ticks: a timer's signals come no oftener. */
  private static final Duration TICK = Duration.ofMillis(10);

  private final boolean timersCanFollow;
  private ContextSwitches switches;
  private long lookedNanoTime;
  private boolean switchesOften;

  /**
   * @param interval the least at which CPU time is to be sampled
   */
  CpuClock(Duration interval) {
    this.timersCanFollow = interval.compareTo(TICK) >= 0;
  }

  /** The event to sample from now on, as the application has many threads or not. */
  String event() {
    return isLinux() && (switchesOften || threads() > MOST_PERF_THREADS) ? TIMER : BEST;
  }

  /**
   * To be asked once a window while there are perf events. Looks once a minute only, but for the
   * first window.
   *
   * @return whether they are too dear, from now on: a new session would have timers
   */
  boolean isPerfTooDear() {
    if (!timersCanFollow) {
      return false;
    }
    long now = System.nanoTime();
    if (switches == null) {
      switches = new ContextSwitches();
      lookedNanoTime = now - PATIENCE_NANOS;
    } else if (now - lookedNanoTime >= PATIENCE_NANOS) {
      switchesOften = switches.perSecond() > MOST_PERF_SWITCHES;
      lookedNanoTime = now;
    }
    return switchesOften;
  }

  /** Whether a session that was started with these options was to have timers, not perf events. */
  static boolean isTimer(String options) {
    return options.contains("event=" + TIMER);
  }

  /** Why a session that was started with these options has no perf events; follows "because". */
  String whyNoPerf(String options) {
    if (!isTimer(options)) {
      return PerfAccess.current().whyDenied();
    }
    return switchesOften
        ? "threads were put on a CPU more than " + MOST_PERF_SWITCHES + " times a second"
        : "there were more than " + MOST_PERF_THREADS + " threads";
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

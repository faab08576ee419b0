package dev.cresset.sampler;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where the running engine's cost can be read, whichever engine it is, and whose threads count as
 * the agent's own. Safe for use by many threads.
 */
public final class Overhead {
  private final ThreadGroup ownThreads;
  private final Consumer<String> log;
  private final Runnable reported;
  private final AtomicReference<OverheadReport> latest =
      new AtomicReference<>(OverheadReport.NOTHING_YET);
  private volatile Pace pace = Pace.CONFIGURED;

  /**
   * @param ownThreads has all the agent's threads, and no other
   * @param log receives a line whenever rates change
   * @param reported is run after every window
   */
  public Overhead(ThreadGroup ownThreads, Consumer<String> log, Runnable reported) {
    this.ownThreads = ownThreads;
    this.log = log;
    this.reported = reported;
  }

  /** As of the last window; all zero before the first has ended. */
  public OverheadReport latest() {
    return latest.get();
  }

  /** Whether a thread is one of the agent's. */
  public boolean isOwn(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && ownThreads.parentOf(group);
  }

  /** Has the next engine sample as configured, and not as the one before had come to. */
  public void forgetPace() {
    pace = Pace.CONFIGURED;
  }

  /** What fitted the budget last, of this engine or of the one before it. */
  Pace pace() {
    return pace;
  }

  void sampledAt(Pace latest) {
    pace = latest;
  }

  ThreadGroup ownThreads() {
    return ownThreads;
  }

  void changed(String line) {
    log.accept(line);
  }

  void report(OverheadReport report) {
    latest.set(report);
    reported.run();
  }
}

package dev.cresset.agent;

import dev.cresset.agent.logging.AgentLog;
import java.time.Duration;

/**
 * Everything that runs: the sampling engine, the instrumentation beside it where there is need of
 * one, and the sinks.
 */
final class Profiling {
  private final EngineSeat sampler;
  private final EngineSeat instrumentation;
  private final ProfileDispatch sinks;
  private final ProfilingLoop sampling;
  private final ProfilingLoop instrumenting;
  private final AgentLog log;
  private final Thread instrumentingThread;

  Profiling(
      EngineSeat sampler,
      EngineSeat instrumentation,
      ProfileDispatch sinks,
      Duration period,
      AgentLog log) {
    this.sampler = sampler;
    this.instrumentation = instrumentation;
    this.sinks = sinks;
    this.log = log;
    this.sampling = new ProfilingLoop(sampler, sinks::accept, period);
    this.instrumenting = new ProfilingLoop(instrumentation, sinks::accept, period);
    this.instrumentingThread =
        new Thread(() -> instrumenting.run(() -> {}), "cresset-instrumentation");
    instrumentingThread.setDaemon(true);
  }

  /** Profiles on the calling thread until {@link #stop}. */
  void run() {
    sampling.run(this::instrumentIfWanted);
  }

  /** On a thread of its own: rewriting thousands of classes may take longer than a window. */
  private void instrumentIfWanted() {
    if (instrumentation.isWanted() && instrumentingThread.getState() == Thread.State.NEW) {
      instrumentingThread.start();
    }
  }

  /**
   * Ends the last windows, ships them and closes everything.
   *
   * @return false if something was left behind when the time was over
   */
  boolean stop(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean stopped = stopEngines(deadline);
    stopped &= sinks.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    long lost = sampler.failedWindows() + instrumentation.failedWindows();
    log.debug("Stopped; windows lost: " + lost + "; profiles: " + sinks.counts());
    return stopped;
  }

  /**
   * Ends the last windows and hands them to the sinks, which go on.
   *
   * @param deadline by {@link System#nanoTime}
   * @return false if something was left behind when the time was over
   */
  boolean stopEngines(long deadline) {
    sampling.requestStop();
    instrumenting.requestStop();
    boolean stopped = sampling.awaitStopped(deadline);
    // Not if it is still about to begin: there is nothing to lose, and it may take its time.
    if (instrumentation.families().isPresent()) {
      stopped &= instrumenting.awaitStopped(deadline);
    }
    return stopped;
  }
}

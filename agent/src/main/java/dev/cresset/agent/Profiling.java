package dev.cresset.agent;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.profile.Profile;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Everything that runs: the sampling engine, the instrumentation beside it where there is need of
 * one, and the sinks.
 */
final class Profiling {
  private final EngineSeat sampler;
  private final Beside instrumentation;
  private final Beside live;
  private final ProfileDispatch sinks;
  private final ProfilingLoop sampling;
  private final AgentLog log;

  Profiling(
      EngineSeat sampler,
      EngineSeat instrumentation,
      LiveEngines liveEngines,
      ProfileDispatch sinks,
      Duration period,
      AgentLog log) {
    this.sampler = sampler;
    this.sinks = sinks;
    this.log = log;
    Consumer<Profile> sink =
        profile -> {
          liveEngines.observe(profile);
          sinks.accept(profile);
        };
    this.sampling = new ProfilingLoop(sampler, sink, period);
    this.instrumentation = new Beside(instrumentation, sink, period, "cresset-instrumentation");
    EngineSeat liveSeat = new EngineSeat(liveEngines, log);
    this.live = new Beside(liveSeat, sinks::accept, period, "cresset-live-windows");
  }

  /** Profiles on the calling thread until {@link #stop}. */
  void run() {
    sampling.run(() -> {
      instrumentation.startIfWanted();
      live.startIfWanted();
    });
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
    long lost =
        sampler.failedWindows() + live.seat.failedWindows() + instrumentation.seat.failedWindows();
    if (lost > 0) {
      log.warn(lost + " windows were lost since the start.");
    }
    log.debug("Stopped; profiles: " + sinks.counts());
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
    instrumentation.loop.requestStop();
    live.loop.requestStop();
    boolean stopped = sampling.awaitStopped(deadline);
    stopped &= instrumentation.awaitStopped(deadline);
    stopped &= live.awaitStopped(deadline);
    return stopped;
  }

  /**
   * After {@link #run}, and on the same thread: until what is beside the sampler has ended too. It
   * may still be about to change classes, which needs those of the agent, and undoes it then.
   */
  void awaitEnded() {
    instrumentation.awaitEnded();
    live.awaitEnded();
  }

  /** An engine beside the sampler, on a thread of its own: rewriting classes may take a while. */
  private static final class Beside {
    private final EngineSeat seat;
    private final ProfilingLoop loop;
    private final Thread thread;

    Beside(EngineSeat seat, Consumer<Profile> sink, Duration period, String name) {
      this.seat = seat;
      this.loop = new ProfilingLoop(seat, sink, period);
      this.thread = new Thread(() -> loop.run(() -> {}), name);
      thread.setDaemon(true);
    }

    void startIfWanted() {
      if (seat.isWanted() && thread.getState() == Thread.State.NEW) {
        thread.start();
      }
    }

    /** Not if it is still about to begin: there is nothing to lose, and it may take its time. */
    boolean awaitStopped(long deadline) {
      return !seat.families().isPresent() || loop.awaitStopped(deadline);
    }

    void awaitEnded() {
      try {
        // At once, if it was never started.
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

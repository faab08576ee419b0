package dev.cresset.agent;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The place of one engine, which is taken again when an engine has failed. Nothing here throws. One
 * thread; only what is asked of it may be asked by others.
 */
final class EngineSeat {
  /** After so many windows in a row that failed, another engine is tried. */
  static final int TRUSTED_FAILURES = 3;

  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final EngineSource source;
  private final AgentLog log;
  private ProfilingEngine engine;
  private boolean startFailed;
  private long retryAt;
  private int failuresInARow;
  private volatile Set<Family> families;
  private volatile long failedWindows;

  EngineSeat(EngineSource source, AgentLog log) {
    this.source = source;
    this.log = log;
  }

  /** Has an engine run, if one is wanted. What cannot start is tried again every minute. */
  void occupy() {
    if (!isWanted()) {
      close();
    } else if (engine != null && source.isBetterOneDue()) {
      log.info("Trying what is better than " + engine.name() + " and had failed.");
      close();
      start();
      // It has to show that it works now: one window that is lost is enough.
      failuresInARow = TRUSTED_FAILURES - 1;
    } else if (engine == null && !(startFailed && System.nanoTime() - retryAt < 0)) {
      start();
    }
  }

  private void start() {
    try {
      engine = source.start();
      families = engine.families();
      startFailed = false;
    } catch (Throwable e) {
      complain(startFailed, "An engine cannot be started; it is tried again every minute", e);
      startFailed = true;
      retryAt = System.nanoTime() + RETRY_NANOS;
    }
  }

  /** Whether there is anything to do for an engine now. */
  boolean isWanted() {
    return source.isWanted();
  }

  /** What the engine profiles; empty if there is no engine now. */
  Optional<Set<Family>> families() {
    return Optional.ofNullable(families);
  }

  /** Ends the engine's window, and hands its profiles on. */
  void seal(Consumer<Profile> sink) {
    if (engine == null) {
      return;
    }
    try {
      List<Profile> profiles = engine.seal();
      failuresInARow = 0;
      profiles.forEach(profile -> sink.accept(withLosses(profile)));
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Whoever reads the profiles of a process should see that some are missing. */
  private Profile withLosses(Profile profile) {
    return failedWindows == 0
        ? profile
        : profile.withComments(
            Collections.singletonList("lost: " + failedWindows + " windows since the start"));
  }

  private void fail(Throwable cause) {
    failedWindows++;
    failuresInARow++;
    complain(failuresInARow > 1, "A window of " + engine.name() + " is lost", cause);
    if (failuresInARow >= TRUSTED_FAILURES) {
      source.distrust(engine);
      close();
      failuresInARow = 0;
    }
  }

  /** Stops the engine; the seat may be occupied again. */
  void close() {
    if (engine == null) {
      return;
    }
    try {
      engine.close();
    } catch (Throwable e) {
      log.warn("The engine " + engine.name() + " did not close", e);
    }
    engine = null;
    families = null;
  }

  /** How many windows were lost. */
  long failedWindows() {
    return failedWindows;
  }

  /** The first of several failures in a row is news; the rest only to whoever looks for them. */
  private void complain(boolean again, String what, Throwable cause) {
    if (again) {
      log.debug(what + ": " + cause);
    } else {
      log.warn(what, cause);
    }
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Adds up what a window has cost: the engine, the agent's own threads, and the share of each. */
final class OverheadMeter {
  /** Classes are loaded and compiled in the beginning: reported, but nothing to steer by. */
  private static final long START_UP_NANOS = 60_000_000_000L;

  /**
   * What the agent's threads need for a frame of a distinct stack, from reading to sending, is a
   * third of this once they are compiled. Whatever they need beyond it, fewer samples would not
   * save.
   */
  private static final long MOST_PER_FRAME = 300;

  private final ProcessCpu process = new ProcessCpu();
  private final OwnThreads own;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastTime;
  private long lastProcess = process.nanos();
  private OwnThreads.Used lastOwn;
  private EngineCost engine = EngineCost.NONE;
  private OverheadReport.Totals totals = OverheadReport.Totals.NONE;
  private long elapsedNanos;
  private OwnThreads.Used ownUsed = OwnThreads.Used.NOTHING;
  private long applicationNanos;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  OverheadMeter(ThreadGroup ownThreads, LongSupplier nanoTime) {
    this.own = new OwnThreads(ownThreads);
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastTime = start;
    this.lastOwn = own.used();
  }

  /**
   * To be called when a window was read, and before the next one is paced.
   *
   * @param profiles of the window; what was sampled more has caused more of the work
   */
  WindowCost measure(EngineCost engine, List<Profile> profiles) {
    this.engine = engine;
    read();
    long frames = profiles.stream().mapToLong(OverheadMeter::frames).sum();
    long steered = isStartingUp() ? 0 : ownUsed.cpuNanos;
    long bySamples = Math.min(steered, frames * MOST_PER_FRAME);
    return new WindowCost(
        elapsedNanos,
        applicationNanos,
        steered - bySamples,
        engine.unsampledNanos(),
        shared(profiles, bySamples / Math.max(1.0, frames)),
        engine.standing());
  }

  private boolean isStartingUp() {
    return lastTime - start < START_UP_NANOS;
  }

  /** As of the last window, and for those that follow. */
  OverheadReport report(OverheadReport.Budget budget, Pace pace) {
    return new OverheadReport(
        engine, ownUsed, applicationNanos, elapsedNanos, totals, isStartingUp(), budget, pace);
  }

  private void read() {
    long now = nanoTime.getAsLong();
    long processNow = process.nanos();
    OwnThreads.Used ownNow = own.used();
    long engineNanos = engine.nanos().values().stream().mapToLong(Long::longValue).sum();
    elapsedNanos = now - lastTime;
    ownUsed = ownNow.minus(lastOwn);
    long allNanos = ownUsed.cpuNanos + engineNanos;
    applicationNanos = Math.max(0, processNow - lastProcess - allNanos);
    totals = totals.plus(allNanos, engine.unsampledNanos(), elapsedNanos);
    lastTime = now;
    lastProcess = processNow;
    lastOwn = ownNow;
  }

  private Map<Family, Double> shared(List<Profile> profiles, double nanosPerFrame) {
    Map<Family, Double> costs = new EnumMap<>(Family.class);
    for (Profile profile : profiles) {
      Family family = profile.family();
      long inside =
          engine.nanos().getOrDefault(family, 0L) - engine.standing().getOrDefault(family, 0L);
      costs.merge(family, inside + nanosPerFrame * frames(profile), Double::sum);
    }
    return costs;
  }

  private static long frames(Profile profile) {
    long frames = 0;
    for (Sample sample : profile.samples()) {
      frames += sample.stackTrace().depth();
    }
    return frames;
  }
}

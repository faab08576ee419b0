package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up what a window has cost: the engine, the agent's own threads, and the share of each. */
final class OverheadMeter {
  /** Classes are loaded and compiled in the beginning: reported, but nothing to steer by. */
  private static final long START_UP_NANOS = 60_000_000_000L;

  /** Of the agent's threads' time, what is done whatever a window holds. */
  private static final double FIXED = 0.3;

  private final ProcessCpu process = new ProcessCpu();
  private final OwnThreads own;
  private final long start = System.nanoTime();
  private long lastTime = start;
  private long lastProcess = process.nanos();
  private long lastOwn;
  private EngineCost engine = EngineCost.NONE;
  private OverheadReport.Totals totals = OverheadReport.Totals.NONE;
  private long elapsedNanos;
  private long ownNanos;
  private long applicationNanos;

  OverheadMeter(ThreadGroup ownThreads) {
    this.own = new OwnThreads(ownThreads);
    this.lastOwn = own.cpuNanos();
  }

  /**
   * To be called when a window was read, and before the next one is paced.
   *
   * @param profiles of the window; what was sampled more has caused more of the work
   */
  WindowCost measure(EngineCost engine, List<Profile> profiles) {
    this.engine = engine;
    read();
    boolean startingUp = lastTime - start < START_UP_NANOS;
    long steered = startingUp ? 0 : ownNanos;
    long fixed = profiles.isEmpty() ? steered : (long) (FIXED * steered);
    return new WindowCost(
        elapsedNanos,
        applicationNanos,
        fixed,
        engine.unsampledNanos(),
        shared(profiles, steered - fixed));
  }

  /** As of the last window, and for those that follow. */
  OverheadReport report(double budget, Pace pace) {
    return new OverheadReport(
        engine, ownNanos, applicationNanos, elapsedNanos, totals, budget, pace);
  }

  private void read() {
    long now = System.nanoTime();
    long processNow = process.nanos();
    long ownNow = own.cpuNanos();
    long engineNanos = engine.nanos().values().stream().mapToLong(Long::longValue).sum();
    elapsedNanos = now - lastTime;
    ownNanos = ownNow - lastOwn;
    applicationNanos = Math.max(0, processNow - lastProcess - ownNanos - engineNanos);
    totals = totals.plus(ownNanos + engineNanos, engine.unsampledNanos(), elapsedNanos);
    lastTime = now;
    lastProcess = processNow;
    lastOwn = ownNow;
  }

  /** Reading, encoding and sending take time by the distinct stacks that a profile has. */
  private Map<Family, Double> shared(List<Profile> profiles, long ownNanos) {
    Map<Family, Double> costs = new EnumMap<>(Family.class);
    double all = profiles.stream().mapToInt(OverheadMeter::weight).sum();
    for (Profile profile : profiles) {
      long inside = engine.nanos().getOrDefault(profile.family(), 0L);
      costs.merge(profile.family(), inside + ownNanos * weight(profile) / all, Double::sum);
    }
    return costs;
  }

  /** An empty profile is work too. */
  private static int weight(Profile profile) {
    return 1 + profile.samples().size();
  }
}

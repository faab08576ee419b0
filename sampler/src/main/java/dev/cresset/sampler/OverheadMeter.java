package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up what a window has cost: the engine, the agent's own threads, and their share of it. */
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
  private long total;
  private long unsampled;
  private double ratio;

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
    long now = System.nanoTime();
    long processNow = process.nanos();
    long ownNow = own.cpuNanos();
    long ownNanos = ownNow - lastOwn;
    long engineNanos = engine.nanos().values().stream().mapToLong(Long::longValue).sum();
    long application = Math.max(0, processNow - lastProcess - ownNanos - engineNanos);
    long elapsed = now - lastTime;
    total += ownNanos + engineNanos;
    unsampled += engine.unsampledNanos();
    ratio = (ownNanos + engineNanos) / Math.max(1, (double) application);
    lastTime = now;
    lastProcess = processNow;
    lastOwn = ownNow;
    long steered = now - start < START_UP_NANOS ? 0 : ownNanos;
    long fixed = profiles.isEmpty() ? steered : (long) (FIXED * steered);
    return new WindowCost(elapsed, application, fixed, shared(engine, profiles, steered - fixed));
  }

  OverheadReport report(double budget, Pace pace) {
    return new OverheadReport(ratio, budget, pace, total, unsampled, lastTime - start);
  }

  /** Reading, encoding and sending take time by the distinct stacks that a profile has. */
  private static Map<Family, Double> shared(
      EngineCost engine, List<Profile> profiles, long ownNanos) {
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

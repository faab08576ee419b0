package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.EnumMap;
import java.util.Map;

/**
 * What async-profiler has cost: walking stacks, which it times itself; delivering signals and
 * writing events, which is counted and multiplied with what one of them costs here; and its own
 * threads.
 */
final class NativeCosts {
  /** Reading an allocated object's class, or a lock's, and writing the event. */
  private static final long CALLBACK_NANOS = 1_000;

  /** How fast what a frame's walk is believed to take may grow from window to window. */
  private static final double GROWTH = 1.1;

  private final SignalCosts signals;
  private double walkNanosEach = Double.MAX_VALUE;

  NativeCosts(SignalCosts signals) {
    this.signals = signals;
  }

  /**
   * @param walked by family
   */
  EngineCost of(
      Map<Family, WalkedStacks> walked, long walkNanos, long threadNanos, long unsampledNanos) {
    double all = walked.values().stream().mapToDouble(WalkedStacks::effort).sum();
    Map<Family, Long> nanos = new EnumMap<>(Family.class);
    if (all > 0) {
      // By the clock, a walk takes ten times as long while others want the CPU too.
      walkNanosEach = Math.min(walkNanos / all, GROWTH * walkNanosEach);
    }
    walked.forEach((family, stacks) -> {
      double walking = stacks.walked() == 0 ? 0 : stacks.effort() * walkNanosEach;
      nanos.put(family, (long) walking + stacks.walked() * each(family));
    });
    // The only thread of its own with something to do is the one that looks at all threads.
    nanos.computeIfPresent(Family.WALL, (family, wall) -> wall + threadNanos);
    return new EngineCost(nanos, unsampledNanos);
  }

  private long each(Family family) {
    switch (family) {
      case CPU:
        return signals.cpuNanos();
      case WALL:
        return signals.wallNanos();
      default:
        return CALLBACK_NANOS;
    }
  }
}

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

  /** In an application, stacks are less likely to be in the processor's caches. */
  private static final double COLD = 2;

  private final SignalCosts signals;
  private double walkNanosEach;
  private boolean byTimer;

  NativeCosts(SignalCosts signals) {
    this.signals = signals;
    this.walkNanosEach = COLD * signals.walkNanos();
  }

  /** What the session was started with of which the costs are told from now on. */
  void sessionIs(String options) {
    byTimer = CpuClock.isTimer(options);
  }

  /**
   * @param walked by family
   * @param busy whether others want the CPUs too: by the clock, a walk takes ten times as long then
   */
  EngineCost of(
      Map<Family, WalkedStacks> walked,
      long walkNanos,
      boolean busy,
      long threadNanos,
      long unsampledNanos) {
    double all = walked.values().stream().mapToDouble(WalkedStacks::effort).sum();
    Map<Family, Long> nanos = new EnumMap<>(Family.class);
    if (all > 0) {
      double most =
          busy
              ? Math.max(walkNanosEach, COLD * signals.walkNanos())
              : Math.max(GROWTH * walkNanosEach, signals.walkNanos());
      walkNanosEach = Math.min(walkNanos / all, most);
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
        return signals.cpuNanos(byTimer);
      case WALL:
        return signals.wallNanos();
      default:
        return CALLBACK_NANOS;
    }
  }
}

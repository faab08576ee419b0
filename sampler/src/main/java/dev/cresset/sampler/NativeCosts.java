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
  /** Reading an allocated object's class, or a lock's, and writing the event, at the least. */
  private static final long CALLBACK_NANOS = 1_000;

  /** What that takes of the walk, where caches are cold for both: a fifth was measured in javac. */
  private static final double CALLBACK_SHARE = 0.2;

  /** The same of an allocation, for which the JVM leaves its short way, too. */
  private static final double ALLOCATION_SHARE = 0.6;

  /**
   * In an application neither stacks nor what tells their frames are in the processor's caches, as
   * they were when a walk's time was found out: 28 to 43 µs were measured for stacks of javac.
   */
  private static final double COLD = 16;

  /** Beyond that, how fast what a walk is believed to take may grow from window to window. */
  private static final double GROWTH = 1.1;

  /** From which on what is known of waiting for a CPU is too little to tell walks from waits. */
  private static final double BUSY = 1.5;

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
   * @param walkNanos by the clock, of all walks
   * @param stretch how much longer a second of CPU time takes by the clock, from 1: where others
   *     want the CPUs too, a walk may seem to take ten times as long
   */
  EngineCost of(
      Map<Family, WalkedStacks> walked,
      long walkNanos,
      double stretch,
      long threadNanos,
      long unsampledNanos) {
    double all = walked.values().stream().mapToDouble(WalkedStacks::effort).sum();
    Map<Family, Long> nanos = new EnumMap<>(Family.class);
    if (all > 0) {
      double growth = stretch > BUSY ? 1 : GROWTH;
      double most = Math.max(growth * walkNanosEach, COLD * signals.walkNanos());
      walkNanosEach = Math.min(walkNanos / stretch / all, most);
    }
    walked.forEach((family, stacks) -> {
      double walking = stacks.walked() == 0 ? 0 : stacks.effort() * walkNanosEach;
      nanos.put(family, (long) (walking + besides(family, stacks.walked(), walking)));
    });
    // The only thread of its own with something to do is the one that looks at all threads.
    nanos.computeIfPresent(Family.WALL, (family, wall) -> wall + threadNanos);
    return new EngineCost(nanos, unsampledNanos);
  }

  /** What walks need beside themselves. */
  private double besides(Family family, int walks, double walking) {
    switch (family) {
      case CPU:
        return (double) walks * signals.cpuNanos(byTimer);
      case WALL:
        return (double) walks * signals.wallNanos();
      default:
        double share = family == Family.ALLOC ? ALLOCATION_SHARE : CALLBACK_SHARE;
        return Math.max((double) walks * CALLBACK_NANOS, share * walking);
    }
  }
}

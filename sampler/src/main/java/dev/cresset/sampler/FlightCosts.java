package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the flight recorder has cost beyond the agent's own threads. It measures nothing of itself,
 * so its events are counted, and multiplied with what one of them is likely to cost at most.
 */
final class FlightCosts {
  /** Interrupting a thread, or suspending it. */
  private static final long CPU_SAMPLE_NANOS = 20_000;

  private static final long EVENT_NANOS = 5_000;
  private static final long FRAME_NANOS = 50;

  private FlightCosts() {}

  /**
   * @param walked by family
   * @param dumpNanos of thread dumps
   */
  static EngineCost of(Map<Family, WalkedStacks> walked, long dumpNanos) {
    Map<Family, Long> nanos = new EnumMap<>(Family.class);
    walked.forEach((family, stacks) -> {
      long each = family == Family.CPU ? CPU_SAMPLE_NANOS : EVENT_NANOS;
      nanos.put(family, stacks.walked() * each + stacks.frames() * FRAME_NANOS);
    });
    nanos.put(Family.WALL, dumpNanos);
    return new EngineCost(nanos, 0);
  }
}

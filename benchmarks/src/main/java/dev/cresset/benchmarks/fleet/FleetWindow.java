package dev.cresset.benchmarks.fleet;

import java.time.Instant;
import java.util.List;

/**
 * What one instance did in one window.
 *
 * @param samples each pair of a stack trace and an endpoint once
 */
public record FleetWindow(
    FleetFamily family, String release, String instance, Instant start, List<FleetSample> samples) {
  /** The same however often it is made. */
  public String id() {
    return "%s-%s-%d".formatted(family.family(), instance, start.toEpochMilli());
  }

  /**
   * @param stack as {@link FleetStacks} numbers it
   * @param endpoint from 1; 0 is none
   * @param count how many samples it stands for
   * @param values of each of the family's types
   */
  public record FleetSample(int stack, int endpoint, long count, long[] values) {}
}

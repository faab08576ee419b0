package dev.cresset.collector.query;

import java.time.Instant;
import java.util.List;

/**
 * An agent, by what it said of itself.
 *
 * @param lastSeen when its latest profile began
 * @param kinds what it profiles, by name
 */
public record AgentSummary(
    String instance, String release, String environment, Instant lastSeen, List<Kind> kinds) {

  /**
   * A kind of profile, as of its latest one.
   *
   * @param family such as {@code cpu}
   * @param lastSeen when that profile began
   * @param period between two samples, in the unit of what triggers them
   * @param comments the agent's: its engine, what profiling cost, the rates, what was lost
   */
  public record Kind(String family, Instant lastSeen, long period, List<String> comments) {}
}

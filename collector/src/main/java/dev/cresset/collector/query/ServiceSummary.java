package dev.cresset.collector.query;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one service.
 *
 * @param releases by when they were first seen, newest first
 * @param types the profile types there are, the most useful first
 * @param instances those that were seen within 30 days
 */
public record ServiceSummary(
    String service,
    List<Release> releases,
    List<Type> types,
    List<String> environments,
    List<String> instances,
    Instant firstSeen,
    Instant lastSeen) {
  /** A release with the range of its profiles. */
  public record Release(String release, Instant firstSeen, Instant lastSeen) {}

  /** A profile type with its unit. */
  public record Type(String type, String unit) {}
}

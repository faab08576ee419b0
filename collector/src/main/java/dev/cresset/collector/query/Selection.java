package dev.cresset.collector.query;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which samples a question is about.
 *
 * @param service the service's name
 * @param type a profile type such as {@code cpu} or {@code alloc_space}
 * @param from inclusive; a profile belongs to a range by the start of its window
 * @param to exclusive
 * @param release only this release
 * @param environment only this environment
 * @param instance only this instance
 * @param labels only samples that carry all of these labels with these values
 */
public record Selection(
    String service,
    String type,
    Instant from,
    Instant to,
    Optional<String> release,
    Optional<String> environment,
    Optional<String> instance,
    Map<String, String> labels) {

  /** No profile is from before this. */
  public static final Instant FIRST = Instant.EPOCH;

  /** No profile is from after this; some formats cannot write what is much later. */
  public static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

  public Selection {
    labels = Map.copyOf(labels);
  }

  /** The time, or the nearest at which there can be a profile. */
  public static Instant bounded(Instant time) {
    return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
  }
}

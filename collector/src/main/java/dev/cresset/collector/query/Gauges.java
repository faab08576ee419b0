package dev.cresset.collector.query;

import java.util.Set;

/**
 * The types whose value is a level at the time of a profile and not an amount of its window: two
 * profiles of one process are not to be added up.
 */
final class Gauges {
  private static final Set<String> TYPES =
      Set.of("live_space", "live_objects", "inuse_space", "inuse_objects");

  private Gauges() {}

  static boolean contains(String type) {
    return TYPES.contains(type);
  }
}

package dev.cresset.collector.store;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The types whose value is a level at the time of a profile and not an amount of its window: two
 * profiles of one process are not to be added up. What can be added up is a level times the time it
 * was there for.
 */
public final class Gauges {
  /**
   * A level {@code v} of a profile times the seconds of the profile's window. Rounded for each
   * entry, so that it comes to the same whatever it is added up from.
   */
  public static final String WEIGHTED = "toInt64(round(toFloat64(v) * duration_ns / 1e9))";

  private static final Set<String> TYPES =
      Set.of("live_space", "live_objects", "inuse_space", "inuse_objects");

  private Gauges() {}

  /** Whether the type is one of them. */
  public static boolean contains(String type) {
    return TYPES.contains(type);
  }

  /** What is added up of an entry {@code v} where a query has profiles of several types. */
  public static String addend() {
    String types = TYPES.stream().sorted().collect(Collectors.joining("', '", "'", "'"));
    return "if(type IN (" + types + "), " + WEIGHTED + ", v)";
  }
}

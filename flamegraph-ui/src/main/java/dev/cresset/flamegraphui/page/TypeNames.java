package dev.cresset.flamegraphui.page;

import java.util.Locale;
import java.util.Map;

/** Profile types as people call them. */
public final class TypeNames {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("cpu", "CPU time"),
          Map.entry("wall", "Wall-clock time"),
          Map.entry("alloc_space", "Allocated memory"),
          Map.entry("alloc_objects", "Allocated objects"),
          Map.entry("live_space", "Live heap"),
          Map.entry("live_objects", "Live objects"),
          Map.entry("lock_delay", "Lock waiting time"),
          Map.entry("lock_contentions", "Lock contentions"),
          Map.entry("nativemem_space", "Native memory allocated"),
          Map.entry("nativemem_objects", "Native allocations"),
          Map.entry("exceptions", "Exceptions"),
          Map.entry("requests", "Requests"),
          Map.entry("request_time", "Time of requests"));

  private TypeNames() {}

  /** The type itself where it has no other name. */
  public static String of(String type) {
    return NAMES.getOrDefault(type, type);
  }

  /** The type in the middle of a sentence. */
  public static String inSentence(String type) {
    String name = of(type);
    return name.startsWith("CPU") ? name : name.toLowerCase(Locale.ROOT);
  }
}

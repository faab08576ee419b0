package dev.cresset.flamegraphui.page;

import java.util.Locale;
import java.util.Map;

/** Profile types as people call them. */
public final class TypeNames {
  private static final Map<String, String> NAMES =
      Map.of(
          "cpu", "CPU time",
          "wall", "Wall-clock time",
          "alloc_space", "Allocated memory",
          "alloc_objects", "Allocated objects",
          "live_space", "Live heap",
          "live_objects", "Live objects",
          "lock_delay", "Lock waiting time",
          "lock_contentions", "Lock contentions");

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

package dev.cresset.sampler;

import java.util.HashMap;
import java.util.Map;

/** async-profiler's counters of one session, as of the last window and the one before. */
final class NativeMetrics {
  private Map<String, Long> before = new HashMap<>();
  private Map<String, Long> now = new HashMap<>();

  /**
   * @param text what the command {@code metrics} answers: a name and a number each line
   */
  void update(String text) {
    Map<String, Long> values = new HashMap<>();
    for (String line : text.split("\n")) {
      int space = line.indexOf(' ');
      if (space > 0) {
        values.put(line.substring(0, space), Long.parseLong(line.substring(space + 1).trim()));
      }
    }
    before = now;
    now = values;
  }

  /** True if stack traces take so much memory, or some found no place any more. */
  boolean isFull(long maxStackMemoryKb) {
    return now.getOrDefault("mem_calltracestorage_kb", 0L) > maxStackMemoryKb
        || now.getOrDefault("calltracestorage_overflows_total", 0L) > 0;
  }

  /** How long the last window's stacks have taken to walk, by the clock. */
  long walkNanos() {
    return grown("stackwalk_ns_total");
  }

  /** How many stacks were walked in the last window. */
  long samples() {
    return grown("samples_total") - grown("samples_skipped_total");
  }

  /** How many samples of the last window were dropped, as a comment; empty if none. */
  String skipped() {
    long skipped = grown("samples_skipped_total");
    return skipped == 0
        ? ""
        : skipped + " of " + grown("samples_total") + " samples skipped: too many at once";
  }

  private long grown(String name) {
    return now.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
  }
}

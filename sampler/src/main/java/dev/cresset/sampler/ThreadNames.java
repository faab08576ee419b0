package dev.cresset.sampler;

import dev.cresset.profile.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Folds the names of a pool's threads into one, since a window should have few distinct labels:
 * {@code http-nio-8080-exec-7} becomes {@code http-nio-8080-exec-#}. One thread.
 */
public final class ThreadNames {
  /** The number at the end, in parentheses or after a #; and any so long that it is an id. */
  private static final Pattern COUNTERS =
      Pattern.compile("#\\d+|(?<=\\()\\d+(?=\\))|\\d+(?=\\W*$)|\\d{5,}");

  private static final int MAX_LABELS = 1000;
  private static final Labels OTHERS = Labels.of(Labels.THREAD, "(other threads)");

  /** Of all virtual threads, whose names no recorder knows: they are found by their stacks. */
  static final Labels VIRTUAL = Labels.of(Labels.THREAD, "(virtual)");

  private static final Labels UNNAMED = Labels.of(Labels.THREAD, "(unnamed)");

  private final Map<String, Labels> labels = new HashMap<>();

  /** The label {@code thread}. Past {@value #MAX_LABELS} distinct ones, {@code (other threads)}. */
  public Labels label(String threadName) {
    if (threadName == null || threadName.isEmpty()) {
      return UNNAMED;
    }
    String folded = fold(threadName);
    Labels label = labels.get(folded);
    if (label == null && labels.size() < MAX_LABELS) {
      label = Labels.of(Labels.THREAD, folded);
      labels.put(folded, label);
    }
    return label == null ? OTHERS : label;
  }

  /** The label {@code thread} of a thread that runs. */
  public Labels labelOf(Thread thread) {
    boolean virtual = thread.getClass().getName().equals("java.lang.VirtualThread");
    return virtual ? VIRTUAL : label(thread.getName());
  }

  static String fold(String threadName) {
    return COUNTERS.matcher(threadName).replaceAll("#");
  }
}

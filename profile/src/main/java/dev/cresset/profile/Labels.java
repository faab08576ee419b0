package dev.cresset.profile;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a sample beside its stack trace: {@code thread}, {@code class}, {@code
 * endpoint}, … Few distinct values each; never a request's id.
 *
 * <p>Immutable and safe for use by many threads; equality is by content.
 */
public final class Labels {
  /** The name of the thread (pool) the sample was taken on. */
  public static final String THREAD = "thread";

  /** The allocated or contended object's class. */
  public static final String CLASS = "class";

  /** What a thread was doing in a wall sample: {@code running} or {@code sleeping}. */
  public static final String STATE = "state";

  /** {@code no} for objects that were in use once, and may be gone by now. */
  public static final String FOLLOWED = "followed";

  public static final Labels EMPTY = new Labels(new TreeMap<>());

  private final SortedMap<String, String> values;
  private final int hash;

  /** What was asked for last: most samples that follow each other differ in nothing. */
  private Addition last;

  private Labels(SortedMap<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(values);
    this.hash = values.hashCode();
  }

  public static Labels of(String name, String value) {
    return EMPTY.with(name, value);
  }

  /**
   * @param values copied
   */
  public static Labels of(Map<String, String> values) {
    return values.isEmpty() ? EMPTY : new Labels(new TreeMap<>(values));
  }

  /** These labels and one more; a label of the same name is replaced. */
  public Labels with(String name, String value) {
    // Another thread may see an older one, or none.
    Addition known = last;
    if (known != null && known.name.equals(name) && known.value.equals(value)) {
      return known.labels;
    }
    SortedMap<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    Labels labels = new Labels(more);
    last = new Addition(name, value, labels);
    return labels;
  }

  /** The labels by name; unmodifiable. */
  public SortedMap<String, String> asMap() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Labels
            && hash == ((Labels) other).hash
            && values.equals(((Labels) other).values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return values.toString();
  }

  /** These labels with one more. */
  private static final class Addition {
    final String name;
    final String value;
    final Labels labels;

    Addition(String name, String value, Labels labels) {
      this.name = name;
      this.value = value;
      this.labels = labels;
    }
  }
}

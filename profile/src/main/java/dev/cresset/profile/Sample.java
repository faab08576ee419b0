package dev.cresset.profile;

import java.util.Objects;

/**
 * All that was seen at one stack trace under one set of labels within a window.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Sample {
  private final StackTrace stackTrace;
  private final Labels labels;
  private final long[] values;

  Sample(StackTrace stackTrace, Labels labels, long[] values) {
    this.stackTrace = Objects.requireNonNull(stackTrace, "stackTrace");
    this.labels = Objects.requireNonNull(labels, "labels");
    this.values = values;
  }

  boolean isOf(StackTrace stack, Labels others) {
    return labels.equals(others) && stackTrace.equals(stack);
  }

  /** While the profile is taken. */
  void add(long[] amounts) {
    for (int i = 0; i < amounts.length; i++) {
      values[i] += amounts[i];
    }
  }

  public StackTrace stackTrace() {
    return stackTrace;
  }

  public Labels labels() {
    return labels;
  }

  /**
   * @param type index into the profile's {@link Family#types()}
   * @return the value, in that type's unit
   */
  public long value(int type) {
    return values[type];
  }

  @Override
  public String toString() {
    return stackTrace + " " + labels + " " + java.util.Arrays.toString(values);
  }
}

package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions of one answer, numbered as they are met. Number 0 is the root's, which is no
 * function. One thread.
 */
final class FunctionTable implements FunctionNames {
  static final int ROOT = 0;

  /** What the root is called where it is everything. */
  static final String ALL = "all";

  static final FrameKind[] KINDS = FrameKind.values();

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private long[] valueByKind = new long[1024 * KINDS.length];

  FunctionTable() {
    this(ALL);
  }

  /**
   * @param root what the root is called
   */
  FunctionTable(String root) {
    names.add(root);
  }

  /** The number of a frame's function, which has {@code value} more under the frame's kind. */
  int number(StackTable.StackFrame frame, long value) {
    Integer known = numbers.get(frame.function());
    int number = known != null ? known : add(frame.function());
    valueByKind[number * KINDS.length + frame.kind().ordinal()] += Math.max(1, value);
    return number;
  }

  private int add(String function) {
    int number = names.size();
    names.add(function);
    numbers.put(function, number);
    if (names.size() * KINDS.length > valueByKind.length) {
      valueByKind = Arrays.copyOf(valueByKind, valueByKind.length * 2);
    }
    return number;
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public String name(int number) {
    return names.get(number);
  }

  @Override
  public FrameKind kind(int number) {
    return largest(valueByKind, number * KINDS.length);
  }

  /**
   * The kind with the most value; the first of equals.
   *
   * @param from where the values of all kinds begin
   */
  static FrameKind largest(long[] valueByKind, int from) {
    int best = 0;
    for (int kind = 1; kind < KINDS.length; kind++) {
      if (valueByKind[from + kind] > valueByKind[from + best]) {
        best = kind;
      }
    }
    return KINDS[best];
  }
}

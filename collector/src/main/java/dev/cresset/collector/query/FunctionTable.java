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
final class FunctionTable {
  static final int ROOT = 0;

  /** What the root is called where it is everything. */
  static final String ALL = "all";

  private static final FrameKind[] KINDS = FrameKind.values();

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

  /** How many there are, the root included. */
  int size() {
    return names.size();
  }

  String name(int number) {
    return names.get(number);
  }

  /** The kind with the most value; functions are seen as inlined here and on their own there. */
  FrameKind kind(int number) {
    int best = 0;
    for (int kind = 1; kind < KINDS.length; kind++) {
      if (valueByKind[number * KINDS.length + kind] > valueByKind[number * KINDS.length + best]) {
        best = kind;
      }
    }
    return KINDS[best];
  }

  /** The place of each number in the order of names; the root's is first. */
  int[] ranks() {
    Integer[] order = new Integer[size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, 1, order.length, (a, b) -> name(a).compareTo(name(b)));
    int[] ranks = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      ranks[order[place]] = place;
    }
    return ranks;
  }
}

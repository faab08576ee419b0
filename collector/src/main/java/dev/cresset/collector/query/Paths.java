package dev.cresset.collector.query;

import java.util.Arrays;

/**
 * Stack traces as the numbers of their functions, from the root down, with a value and a count of
 * samples each; in the end in order. A tree grows from them without looking anything up. One
 * thread.
 */
final class Paths {
  // One path after the other.
  private int[] functions = new int[1 << 12];
  private int[] ends = new int[1 << 8];
  private long[] values = new long[1 << 8];
  private long[] samples = new long[1 << 8];
  private int used;
  private int size;
  private int longest;

  /** Goes down by one function. */
  void append(int function) {
    if (used == functions.length) {
      functions = Arrays.copyOf(functions, 2 * used);
    }
    functions[used++] = function;
  }

  /** The path that was gone down since the last end is complete. */
  void end(long value, long sampleCount) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      samples = Arrays.copyOf(samples, 2 * size);
    }
    longest = Math.max(longest, used - start(size));
    values[size] = value;
    samples[size] = sampleCount;
    ends[size++] = used;
  }

  /** How many functions all of them have. */
  int functions() {
    return used;
  }

  void clear() {
    used = 0;
    size = 0;
    longest = 0;
  }

  /** How many functions the longest has. */
  int longest() {
    return longest;
  }

  /** Takes paths in order. */
  interface Sink {
    /**
     * @param path only valid until this returns
     * @param known how many functions it has in common with the path before
     */
    void accept(Path path, int known, long value, long samples);
  }

  void inOrder(Sink sink) {
    Path path = new Path();
    int before = -1;
    for (Integer index : order()) {
      path.index = index;
      sink.accept(path, before < 0 ? 0 : common(before, index), values[index], samples[index]);
      before = index;
    }
  }

  private Integer[] order() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> Arrays.compare(functions, start(a), ends[a], functions, start(b), ends[b]));
    return order;
  }

  private int common(int a, int b) {
    int mismatch = Arrays.mismatch(functions, start(a), ends[a], functions, start(b), ends[b]);
    return mismatch < 0 ? ends[a] - start(a) : mismatch;
  }

  private int start(int path) {
    return path == 0 ? 0 : ends[path - 1];
  }

  /** One of them. */
  final class Path {
    private int index;

    int length() {
      return ends[index] - start(index);
    }

    /**
     * @param depth 0 for what the root calls
     */
    int function(int depth) {
      return functions[start(index) + depth];
    }
  }
}

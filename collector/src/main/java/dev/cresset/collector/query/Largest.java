package dev.cresset.collector.query;

import java.util.Arrays;

/** The largest of many values, without sorting all of them. */
final class Largest {
  private Largest() {}

  /**
   * The smallest of the {@code count} largest.
   *
   * @param count at least 1, at most as many as there are
   */
  static long smallestOf(long[] values, int count) {
    // A heap, its smallest first, of the largest so far. What is sorted is one.
    long[] heap = Arrays.copyOf(values, count);
    Arrays.sort(heap);
    for (int i = count; i < values.length; i++) {
      if (values[i] > heap[0]) {
        replaceSmallest(heap, values[i]);
      }
    }
    return heap[0];
  }

  private static void replaceSmallest(long[] heap, long value) {
    int place = 0;
    for (int child = 1; child < heap.length; child = 2 * place + 1) {
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= value) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = value;
  }
}

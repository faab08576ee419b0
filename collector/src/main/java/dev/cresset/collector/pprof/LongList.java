package dev.cresset.collector.pprof;

import java.util.Arrays;

/** Long integers that become more. */
final class LongList {
  private long[] elements;
  private int size;

  LongList() {
    this(16);
  }

  /**
   * @param capacity how many are expected
   */
  LongList(int capacity) {
    this.elements = new long[capacity];
  }

  void add(long element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
  }

  long get(int index) {
    return elements[index];
  }

  void set(int index, long element) {
    elements[index] = element;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  long[] toArray() {
    return Arrays.copyOf(elements, size);
  }
}

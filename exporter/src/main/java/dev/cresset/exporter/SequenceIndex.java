package dev.cresset.exporter;

import java.util.Arrays;

/** Numbers distinct sequences of ints 0, 1, 2, … in the order they are first seen. One thread. */
final class SequenceIndex {
  /** All sequences, one after the other. */
  private int[] pool = new int[256];

  /** Where each sequence ends in {@link #pool}, and the next begins. */
  private int[] ends = new int[64];

  private int[] slots = new int[128];
  private int size;

  private final int[] single = new int[1];

  /** The number of the sequence that has but one int. */
  int of(int only) {
    single[0] = only;
    return of(single, 0, 1);
  }

  /** The number of the sequence {@code source[from, to)}, which is the next one if it is new. */
  int of(int[] source, int from, int to) {
    int mask = slots.length - 1;
    int slot = Index.spread(hash(source, from, to)) & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (equal(number, source, from, to)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return add(source, from, to, slot);
  }

  int size() {
    return size;
  }

  /** How many ints the sequence has. */
  int length(int number) {
    return ends[number] - start(number);
  }

  int get(int number, int position) {
    return pool[start(number) + position];
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private int add(int[] source, int from, int to, int slot) {
    int start = start(size);
    int end = start + to - from;
    if (end > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(end, pool.length * 2));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    System.arraycopy(source, from, pool, start, to - from);
    ends[size] = end;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = Index.spread(hash(pool, start(number), ends[number])) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private boolean equal(int number, int[] source, int from, int to) {
    int start = start(number);
    if (ends[number] - start != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (pool[start + i - from] != source[i]) {
        return false;
      }
    }
    return true;
  }

  private static int hash(int[] source, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + source[i];
    }
    return hash;
  }
}

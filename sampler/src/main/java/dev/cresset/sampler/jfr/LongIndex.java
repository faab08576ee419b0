package dev.cresset.sampler.jfr;

import java.util.Arrays;

/**
 * Numbers distinct longs 0, 1, 2, … in the order in which they are first seen: an open-addressing
 * table without an object for each. One thread.
 */
final class LongIndex {
  private long[] keys = new long[16];

  /** A key's number plus one at its hash's place or the next free one; 0 where free. */
  private int[] slots = new int[32];

  private int size;

  /** The number of {@code key}, which is {@link #size()} until now if it was not seen before. */
  int of(long key) {
    int slot = slot(key);
    int found = slots[slot];
    return found == 0 ? add(key, slot) : found - 1;
  }

  /** The number of {@code key}, or -1 if it was not seen. */
  int find(long key) {
    return slots[slot(key)] - 1;
  }

  int size() {
    return size;
  }

  private int slot(long key) {
    int mask = slots.length - 1;
    int slot = spread(key) & mask;
    for (int found; (found = slots[slot]) != 0 && keys[found - 1] != key; ) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int add(long key, int slot) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size] = key;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int number = 0; number < size; number++) {
      slots[slot(keys[number])] = number + 1;
    }
  }

  private static int spread(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> 32);
  }
}

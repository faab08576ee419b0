package dev.cresset.collector.query;

import java.util.Arrays;

/** A growing map of long keys to non-negative ints, without boxes. One thread. */
final class LongIntMap {
  static final int ABSENT = -1;

  private long[] keys = new long[1024];
  private int[] values = absent(1024);
  private int size;

  /** Puts {@code value} unless the key is there; the value the key had, or {@link #ABSENT}. */
  int putIfAbsent(long key, int value) {
    int slot = slot(key);
    if (values[slot] != ABSENT) {
      return values[slot];
    }
    keys[slot] = key;
    values[slot] = value;
    if (++size * 2 > keys.length) {
      grow();
    }
    return ABSENT;
  }

  int size() {
    return size;
  }

  /** The key's value, or {@link #ABSENT}. */
  int get(long key) {
    return values[slot(key)];
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (mix(key) >>> 32) & mask;
    while (values[slot] != ABSENT && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = absent(keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != ABSENT) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  private static int[] absent(int length) {
    int[] values = new int[length];
    Arrays.fill(values, ABSENT);
    return values;
  }

  private static long mix(long key) {
    long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29) * 0xBF58476D1CE4E5B9L;
  }
}

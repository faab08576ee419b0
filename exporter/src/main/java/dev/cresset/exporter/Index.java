package dev.cresset.exporter;

import java.util.Arrays;

/**
 * Numbers distinct things 0, 1, 2, … in the order they are first seen. One thread.
 *
 * <p>An open-addressing table of ints: unlike a {@code HashMap<T, Integer>} it makes no garbage for
 * each entry.
 */
final class Index<T> {
  private Object[] items = new Object[64];

  /** An item's number plus one at its hash's place or the next free one; 0 where free. */
  private int[] slots = new int[128];

  private int size;

  /** The number of {@code item}, which is the next one if it was not seen before. */
  int of(T item) {
    int mask = slots.length - 1;
    int slot = spread(item.hashCode()) & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (items[number].equals(item)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return add(item, slot);
  }

  @SuppressWarnings("unchecked")
  T get(int number) {
    return (T) items[number];
  }

  int size() {
    return size;
  }

  private int add(T item, int slot) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size] = item;
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
      int slot = spread(items[number].hashCode()) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  /** Hash codes of similar strings lie close together; a run of them would make long probes. */
  static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}

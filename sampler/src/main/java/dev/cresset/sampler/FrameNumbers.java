package dev.cresset.sampler;

import java.util.Arrays;

/**
 * Numbers, 0, 1, 2, …, for the frames of a chunk by their method, kind and line. There are hundreds
 * of thousands to look up in a window, so this is an open-addressing table of primitive keys. One
 * thread.
 */
final class FrameNumbers {
  private long[] methods = new long[512];
  private int[] places = new int[512];

  /** A frame's number plus one at its key's place or the next free one; 0 where free. */
  private int[] slots = new int[1024];

  private int size;

  /** The number of such a frame, which is {@link #size()} until now if it was not seen before. */
  int of(long method, byte kind, int line) {
    int place = line << 8 | kind;
    int mask = slots.length - 1;
    int slot = spread(method, place) & mask;
    for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
      if (methods[found - 1] == method && places[found - 1] == place) {
        return found - 1;
      }
    }
    return add(method, place, slot);
  }

  int size() {
    return size;
  }

  private int add(long method, int place, int slot) {
    if (size == methods.length) {
      methods = Arrays.copyOf(methods, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    methods[size] = method;
    places[size] = place;
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
      int slot = spread(methods[number], places[number]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private static int spread(long method, int place) {
    return (int) ((method * 31 + place) * 0x9E3779B97F4A7C15L >>> 32);
  }
}

package dev.cresset.exporter;

import java.util.Arrays;

/**
 * The locations of a profile by id, 1, 2, 3, …: each is a frame by itself, or one that was inlined
 * into another location. One thread.
 */
final class LocationTable {
  /** What stands for no location. */
  static final int NONE = 0;

  // By id.
  private int[] frames = new int[256];
  private int[] outer = new int[256];

  /** The location that was inlined here last. */
  private int[] inlined = new int[256];

  /** The one that was inlined before at the same place. */
  private int[] before = new int[256];

  private int size;

  /** A new location, of a frame that was not inlined. */
  int add(int frame) {
    return add(frame, NONE);
  }

  /** The location of a frame that was inlined into another location; of those there are few. */
  int inlined(int frame, int into) {
    int id = inlined[into];
    while (id != NONE && frames[id] != frame) {
      id = before[id];
    }
    return id == NONE ? add(frame, into) : id;
  }

  /** Ids are 1 to this. */
  int size() {
    return size;
  }

  int frame(int id) {
    return frames[id];
  }

  /** The location into which this one was inlined, or {@link #NONE}. */
  int outer(int id) {
    return outer[id];
  }

  private int add(int frame, int into) {
    int id = ++size;
    if (id == frames.length) {
      frames = Arrays.copyOf(frames, id * 2);
      outer = Arrays.copyOf(outer, id * 2);
      inlined = Arrays.copyOf(inlined, id * 2);
      before = Arrays.copyOf(before, id * 2);
    }
    frames[id] = frame;
    outer[id] = into;
    if (into != NONE) {
      before[id] = inlined[into];
      inlined[into] = id;
    }
    return id;
  }
}

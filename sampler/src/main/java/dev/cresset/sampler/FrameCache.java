package dev.cresset.sampler;

import dev.cresset.profile.Frame;

/**
 * Frames by the method, type and line a recording gives them. There are hundreds of thousands to
 * look up in a window, so this is an open-addressing table of primitive keys. One thread.
 */
final class FrameCache {
  private long[] methods = new long[1024];
  private int[] places = new int[1024];
  private Frame[] frames = new Frame[1024];
  private int size;

  /** The frame that was put there; null if there is none. */
  Frame get(long method, byte type, int line) {
    return frames[slot(method, place(type, line))];
  }

  /** Puts a frame where there is none yet. */
  void put(long method, byte type, int line, Frame frame) {
    if (++size * 2 > frames.length) {
      grow();
    }
    set(method, place(type, line), frame);
  }

  private void set(long method, int place, Frame frame) {
    int slot = slot(method, place);
    methods[slot] = method;
    places[slot] = place;
    frames[slot] = frame;
  }

  /** Where such a frame is, or could be put. */
  private int slot(long method, int place) {
    int mask = frames.length - 1;
    long mixed = (method * 31 + place) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (frames[slot] != null && (methods[slot] != method || places[slot] != place)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldMethods = methods;
    int[] oldPlaces = places;
    Frame[] oldFrames = frames;
    methods = new long[oldFrames.length * 2];
    places = new int[oldFrames.length * 2];
    frames = new Frame[oldFrames.length * 2];
    for (int i = 0; i < oldFrames.length; i++) {
      if (oldFrames[i] != null) {
        set(oldMethods[i], oldPlaces[i], oldFrames[i]);
      }
    }
  }

  /** Lines have 16 bits in a class file. */
  private static int place(byte type, int line) {
    return line << 8 | type & 0xff;
  }
}

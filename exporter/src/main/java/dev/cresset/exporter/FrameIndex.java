package dev.cresset.exporter;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import java.util.Arrays;

/**
 * Numbers distinct frames 0, 1, 2, … in the order they are first seen, and keeps two ids for each.
 * What {@link Index} does for anything, for frames alone, of which there are hundreds of thousands
 * to look up: so the JIT compiler sees one type, and most are found by identity. One thread.
 */
final class FrameIndex {
  private static final byte JAVA = (byte) FrameKind.JAVA.ordinal();
  private static final byte INLINED = (byte) FrameKind.INLINED.ordinal();

  private Frame[] frames = new Frame[64];

  /** One above the function's number; 0 is none yet. */
  private int[] functionIds = new int[64];

  private byte[] kinds = new byte[64];

  /** The id of the location that the frame is by itself; 0 is none yet. */
  private int[] locationIds = new int[64];

  /** A frame's number plus one at its hash's place or the next free one; 0 where free. */
  private int[] slots = new int[256];

  private int size;

  /** The number of {@code frame}, which is the next one if it was not seen before. */
  int of(Frame frame) {
    int mask = slots.length - 1;
    int slot = Index.spread(frame.hashCode()) & mask;
    for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
      Frame other = frames[found - 1];
      if (other == frame || other.equals(frame)) {
        return found - 1;
      }
    }
    return add(frame, slot);
  }

  Frame get(int number) {
    return frames[number];
  }

  boolean isInlined(int number) {
    return kinds[number] == INLINED;
  }

  /** Whether inlined methods may have been inlined into it. */
  boolean isJava(int number) {
    return kinds[number] == JAVA || kinds[number] == INLINED;
  }

  int functionId(int number) {
    return functionIds[number];
  }

  void setFunctionId(int number, int id) {
    functionIds[number] = id;
  }

  /**
   * The id of the location that the frame is where nothing was inlined into it or it into others.
   */
  int locationId(int number, LocationTable locations) {
    int id = locationIds[number];
    if (id == LocationTable.NONE) {
      id = locations.add(number);
      locationIds[number] = id;
    }
    return id;
  }

  private int add(Frame frame, int slot) {
    if (size == frames.length) {
      frames = Arrays.copyOf(frames, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
      functionIds = Arrays.copyOf(functionIds, size * 2);
      locationIds = Arrays.copyOf(locationIds, size * 2);
    }
    frames[size] = frame;
    kinds[size] = (byte) frame.kind().ordinal();
    slots[slot] = ++size;
    if (size * 4 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = Index.spread(frames[number].hashCode()) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }
}

package dev.cresset.exporter;

import dev.cresset.profile.StackTrace;
import java.util.Arrays;

/**
 * The locations of a stack at a time, as a packed field of ids. Most stacks have much in common
 * with the one before, and nothing of that is looked up or encoded again: the bytes are filled from
 * their end on, where the root is. One thread, one profile.
 */
final class StackLocations {
  private static final int MAX_VARINT = 5;

  private final FrameIndex frames;
  private final LocationTable locations;

  private StackTrace located = StackTrace.of();
  private byte[] bytes = new byte[1024];

  // By a frame's height above the root.
  private int[] numbers = new int[64];

  /** The location, as long as nothing above was inlined into it. */
  private int[] ids = new int[64];

  /** How many bytes are taken without it. */
  private int[] below = new int[64];

  /** How many bytes are taken with it. */
  private int[] taken = new int[64];

  StackLocations(FrameIndex frames, LocationTable locations) {
    this.frames = frames;
    this.locations = locations;
  }

  /**
   * Finds the locations of a stack: a run of inlined methods and the method they were inlined into
   * is one, any other frame is one by itself.
   */
  void locate(StackTrace stack) {
    int depth = stack.depth();
    reserve(depth);
    int common = commonRoot(stack, located);
    if (common > 0) {
      // Something above may have been inlined into it, and have taken its place.
      write(common - 1);
    }
    for (int height = common; height < depth; height++) {
      locate(height, frames.of(stack.frame(depth - 1 - height)));
    }
    located = stack;
  }

  /** The field. */
  void addTo(ProtoBuffer message, int field) {
    int depth = located.depth();
    int size = depth == 0 ? 0 : taken[depth - 1];
    message.message(field, bytes, bytes.length - size, bytes.length);
  }

  private void locate(int height, int number) {
    numbers[height] = number;
    if (height > 0 && frames.isInlined(number) && frames.isJava(numbers[height - 1])) {
      ids[height] = locations.inlined(number, ids[height - 1]);
      below[height] = below[height - 1];
    } else {
      ids[height] = frames.locationId(number, locations);
      below[height] = height == 0 ? 0 : taken[height - 1];
    }
    write(height);
  }

  private void write(int height) {
    int size = 1;
    for (int left = ids[height]; left > 0x7f; left >>>= 7) {
      size++;
    }
    taken[height] = below[height] + size;
    int at = bytes.length - taken[height];
    int left = ids[height];
    for (; left > 0x7f; left >>>= 7) {
      bytes[at++] = (byte) (left | 0x80);
    }
    bytes[at] = (byte) left;
  }

  /** How many frames they share, from the last on. */
  private static int commonRoot(StackTrace one, StackTrace other) {
    int i = one.depth() - 1;
    int j = other.depth() - 1;
    int common = 0;
    while (i >= 0 && j >= 0 && one.frame(i) == other.frame(j)) {
      i--;
      j--;
      common++;
    }
    return common;
  }

  private void reserve(int depth) {
    if (depth > numbers.length) {
      numbers = Arrays.copyOf(numbers, depth * 2);
      ids = Arrays.copyOf(ids, depth * 2);
      below = Arrays.copyOf(below, depth * 2);
      taken = Arrays.copyOf(taken, depth * 2);
    }
    if (depth * MAX_VARINT > bytes.length) {
      byte[] larger = new byte[depth * MAX_VARINT * 2];
      System.arraycopy(bytes, 0, larger, larger.length - bytes.length, bytes.length);
      bytes = larger;
    }
  }
}

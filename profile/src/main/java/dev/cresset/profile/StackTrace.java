package dev.cresset.profile;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The frames of one thread at one moment, leaf first, as in pprof.
 *
 * <p>Immutable and safe for use by many threads; equality is by frames.
 */
public final class StackTrace {
  private final Frame[] frames;
  private final int hash;

  private StackTrace(Frame[] frames) {
    this.frames = frames;
    this.hash = hash(frames);
  }

  /**
   * @param leafFirst the frames, the running one first; copied
   */
  public static StackTrace of(Frame... leafFirst) {
    return new StackTrace(leafFirst.clone());
  }

  /**
   * @param leafFirst the frames, the running one first; copied
   */
  public static StackTrace of(List<Frame> leafFirst) {
    return new StackTrace(leafFirst.toArray(new Frame[0]));
  }

  /**
   * @param leafFirst has the frames, the running one first, in {@code [from, to)}; they are copied,
   *     so that the array can be used for the next stack trace
   */
  public static StackTrace of(Frame[] leafFirst, int from, int to) {
    return new StackTrace(Arrays.copyOfRange(leafFirst, from, to));
  }

  /** The same stack trace with {@code leaf} on top, such as the class that was allocated. */
  public StackTrace withLeaf(Frame leaf) {
    Frame[] deeper = new Frame[frames.length + 1];
    deeper[0] = leaf;
    System.arraycopy(frames, 0, deeper, 1, frames.length);
    return new StackTrace(deeper);
  }

  /** How many frames there are. */
  public int depth() {
    return frames.length;
  }

  /**
   * @param index 0 is the leaf
   */
  public Frame frame(int index) {
    return frames[index];
  }

  /** All frames, leaf first; unmodifiable. */
  public List<Frame> frames() {
    return Collections.unmodifiableList(Arrays.asList(frames));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof StackTrace
            && hash == ((StackTrace) other).hash
            && equal(frames, ((StackTrace) other).frames);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(frames);
  }

  /** As {@link Arrays#hashCode}, whose calls an application makes slow by all that it hashes. */
  private static int hash(Frame[] frames) {
    int hash = 1;
    for (Frame frame : frames) {
      hash = 31 * hash + frame.hashCode();
    }
    return hash;
  }

  private static boolean equal(Frame[] one, Frame[] other) {
    if (one.length != other.length) {
      return false;
    }
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i] && !one[i].equals(other[i])) {
        return false;
      }
    }
    return true;
  }
}

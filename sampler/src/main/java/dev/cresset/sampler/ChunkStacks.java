package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrChunk;
import dev.cresset.sampler.jfr.RecordedStacks;

/** Turns the stack traces of one chunk into ours, each once. One thread. */
final class ChunkStacks {
  /** Below a virtual thread's first frame, its carrier has at most a dozen of the JDK's. */
  private static final int CARRIER_DEPTH = 16;

  private static final String SUSPENDED_CALLERS = "suspended_callers";

  private final RecordedStacks stacks;
  private final Recorder recorder;
  private final int maxDepth;
  private final Resolved[] resolved;
  private final Resolved none;
  private final ChunkFrames code;

  // The stack at hand, or the one before it: its root is at the end of the arrays, so that what
  // both have in common stays where it is.
  private Frame[] frames = new Frame[256];
  private FrameRole[] roles = new FrameRole[256];

  /** How many frames from the root on, up to this one, are more than code. */
  private int[] special = new int[256];

  private int recorded = -1;

  /**
   * @param maxDepth a stack of the flight recorder that has as many frames has lost the others
   */
  ChunkStacks(JfrChunk chunk, Recorder recorder, int maxDepth) {
    this.stacks = chunk.stacks();
    this.recorder = recorder;
    this.resolved = new Resolved[stacks.size()];
    this.code = new ChunkFrames(chunk, recorder);
    this.maxDepth = maxDepth;
    this.none = new Shown(1).failed(ChunkFrames.UNKNOWN);
  }

  Resolved get(int stack) {
    if (stack < 0) {
      return none;
    }
    Resolved known = resolved[stack];
    if (known == null) {
      known = resolve(stack);
      resolved[stack] = known;
    }
    return known;
  }

  String className(int classNumber) {
    return code.className(classNumber);
  }

  boolean isInNativeMethod(int stack) {
    if (stack < 0 || stacks.depth(stack) == 0) {
      return false;
    }
    stacks.read(stack, 1);
    return code.typeName(stacks.type(0)).equals("Native");
  }

  private Resolved resolve(int stack) {
    int depth = stacks.depth(stack);
    if (depth == 0) {
      return none;
    }
    read(stack, depth);
    int leaf = frames.length - depth;
    boolean truncated = recorder == Recorder.FLIGHT_RECORDER && depth >= maxDepth;
    if (special[leaf] == 0 && !truncated) {
      return new Resolved(StackTrace.of(frames, leaf, frames.length), "", false);
    }
    Shown shown = new Shown(depth + 1);
    for (int i = leaf; i < frames.length; i++) {
      shown.add(frames[i], roles[i], frames.length - i);
    }
    return truncated ? shown.failed("truncated") : shown.resolved();
  }

  /** Most stacks have much in common with the one before, and nothing of that is read. */
  private void read(int stack, int depth) {
    if (depth > frames.length) {
      frames = new Frame[depth * 2];
      roles = new FrameRole[depth * 2];
      special = new int[depth * 2];
      recorded = -1;
    }
    int common = recorded < 0 ? 0 : stacks.common(recorded, stack);
    int leaf = frames.length - depth;
    stacks.read(stack, depth - common);
    for (int i = depth - common - 1; i >= 0; i--) {
      int at = leaf + i;
      ChunkFrames.Known known = code.frame(stacks.method(i), stacks.type(i), line(stacks.line(i)));
      frames[at] = known.frame;
      roles[at] = known.role;
      int below = at + 1 == frames.length ? 0 : special[at + 1];
      special[at] = below + (known.role == FrameRole.CODE ? 0 : 1);
    }
    recorded = stack;
  }

  /** A line has sixteen bits; all of them set is none. */
  private static int line(int line) {
    int known = line & 0xffff;
    return known == 0xffff ? 0 : known;
  }

  /** The frames of one stack that are shown. */
  private static final class Shown {
    private final Frame[] frames;
    private int depth;
    private String failure = "";
    private boolean virtual;

    Shown(int maxDepth) {
      this.frames = new Frame[maxDepth];
    }

    /**
     * @param height how many frames are left, this one included
     */
    void add(Frame frame, FrameRole role, int height) {
      if (FrameRole.isHidden(role, depth == 0 ? null : frames[depth - 1])) {
        return;
      }
      if (role == FrameRole.FAILURE) {
        failed(frame.methodName());
        return;
      }
      if (role == FrameRole.RETURN_BARRIER) {
        virtual = true;
        failed(SUSPENDED_CALLERS);
        return;
      }
      virtual |= role == FrameRole.VIRTUAL_THREAD && height <= CARRIER_DEPTH;
      frames[depth++] = frame;
    }

    Resolved failed(String reason) {
      failure = reason;
      frames[depth++] = WalkedStacks.frame(reason);
      return resolved();
    }

    Resolved resolved() {
      return new Resolved(StackTrace.of(frames, 0, depth), failure, virtual);
    }
  }

  static final class Resolved {
    final StackTrace stackTrace;

    /** Why the stack trace is not whole; empty if it is. */
    final String failure;

    /** True if a virtual thread had it; its carrier is the thread that the recorder knows. */
    final boolean virtual;

    Resolved(StackTrace stackTrace, String failure, boolean virtual) {
      this.stackTrace = stackTrace;
      this.failure = failure;
      this.virtual = virtual;
    }
  }
}

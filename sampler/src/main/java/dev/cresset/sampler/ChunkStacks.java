package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.StackTrace;
import java.util.Arrays;
import one.jfr.Dictionary;
import one.jfr.JfrReader;

/** Turns the stack traces of one chunk into ours, each once. One thread. */
final class ChunkStacks {
  /** Below a virtual thread's first frame, its carrier has at most a dozen of the JDK's. */
  private static final int CARRIER_DEPTH = 16;

  private static final String SUSPENDED_CALLERS = "suspended_callers";

  private final JfrReader reader;
  private final Recorder recorder;
  private final int maxDepth;
  private final Dictionary<Resolved> resolved;
  private final ChunkFrames code;

  // The stack at hand, or the one before it.
  private one.jfr.StackTrace recorded =
      new one.jfr.StackTrace(new long[0], new byte[0], new int[0]);
  private int[] numbers = new int[256];
  private Frame[] frames = new Frame[256];
  private int depth;
  private String failure;
  private boolean virtual;

  /**
   * @param maxDepth a stack of the flight recorder that has as many frames has lost the others
   */
  ChunkStacks(JfrReader reader, Recorder recorder, int maxDepth) {
    this.reader = reader;
    this.recorder = recorder;
    this.resolved = new Dictionary<>(reader.stackTraces.size());
    this.code = new ChunkFrames(reader, recorder);
    this.maxDepth = maxDepth;
  }

  Resolved get(int stackTraceId) {
    Resolved known = resolved.get(stackTraceId);
    if (known == null) {
      known = resolve(reader.stackTraces.get(stackTraceId));
      resolved.put(stackTraceId, known);
    }
    return known;
  }

  String className(long classId) {
    return code.className(classId);
  }

  boolean isInNativeMethod(int stackTraceId) {
    one.jfr.StackTrace stack = reader.stackTraces.get(stackTraceId);
    return stack != null
        && stack.types.length > 0
        && code.typeName(stack.types[0]).equals("Native");
  }

  private Resolved resolve(one.jfr.StackTrace stack) {
    depth = 0;
    failure = "";
    virtual = false;
    if (stack == null || stack.methods.length == 0) {
      fail(ChunkFrames.UNKNOWN);
    } else {
      addAll(stack);
      if (recorder == Recorder.FLIGHT_RECORDER && stack.methods.length >= maxDepth) {
        fail("truncated");
      }
    }
    return new Resolved(StackTrace.of(frames, depth), failure, virtual);
  }

  private void addAll(one.jfr.StackTrace stack) {
    int height = stack.methods.length;
    if (height >= frames.length) {
      frames = new Frame[height * 2];
      numbers = Arrays.copyOf(numbers, height * 2);
    }
    number(stack);
    for (int i = 0; i < height; i++) {
      Frame frame = code.frame(numbers[i]);
      FrameRole role = code.role(numbers[i]);
      if (role == FrameRole.CODE) {
        frames[depth++] = frame;
      } else {
        addSpecial(frame, role, height - i);
      }
    }
  }

  /** Most stacks have much in common with the one before, and nothing of that is looked up. */
  private void number(one.jfr.StackTrace stack) {
    int height = stack.methods.length;
    int lower = recorded.methods.length;
    int common = commonRoot(stack, recorded);
    System.arraycopy(numbers, lower - common, numbers, height - common, common);
    for (int i = 0; i < height - common; i++) {
      numbers[i] = code.number(stack.methods[i], stack.types[i], line(stack.locations[i]));
    }
    recorded = stack;
  }

  /** How many frames they share, from the last on. */
  private static int commonRoot(one.jfr.StackTrace one, one.jfr.StackTrace other) {
    int i = one.methods.length - 1;
    int j = other.methods.length - 1;
    int common = 0;
    while (i >= 0
        && j >= 0
        && one.methods[i] == other.methods[j]
        && one.locations[i] == other.locations[j]
        && one.types[i] == other.types[j]) {
      i--;
      j--;
      common++;
    }
    return common;
  }

  /**
   * @param height how many frames are left, this one included
   */
  private void addSpecial(Frame frame, FrameRole role, int height) {
    if (FrameRole.isHidden(role, depth == 0 ? null : frames[depth - 1])) {
      return;
    }
    if (role == FrameRole.FAILURE) {
      fail(frame.methodName());
      return;
    }
    if (role == FrameRole.RETURN_BARRIER) {
      virtual = true;
      fail(SUSPENDED_CALLERS);
      return;
    }
    virtual |= role == FrameRole.VIRTUAL_THREAD && height <= CARRIER_DEPTH;
    frames[depth++] = frame;
  }

  private void fail(String reason) {
    failure = reason;
    frames[depth++] = WalkedStacks.frame(reason);
  }

  /** The reader packs the line into the upper half; all bits set is none. */
  private static int line(int location) {
    int line = location >>> 16;
    return line == 0xffff ? 0 : line;
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

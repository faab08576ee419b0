package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import one.jfr.Dictionary;
import one.jfr.JfrReader;

/** Turns the stack traces of one chunk into ours, each once. */
final class ChunkStacks {
  /** What async-profiler puts in the place of frames it could not walk. */
  private static final Set<String> FAILURES =
      new HashSet<>(
          Arrays.asList(
              "GC_active",
              "deoptimization",
              "no_Java_frame",
              "not_walkable_Java",
              "not_walkable_not_Java",
              "safepoint",
              "skipped",
              "storage_overflow",
              "truncated",
              "unexpected_state",
              "unknown_Java",
              "unknown_nmethod",
              "unknown_state"));

  private final JfrReader reader;
  private final Recorder recorder;
  private final int maxDepth;
  private final Dictionary<Resolved> resolved = new Dictionary<>();
  private final ChunkFrames code;

  /**
   * @param maxDepth a stack of the flight recorder that has as many frames has lost the others
   */
  ChunkStacks(JfrReader reader, Recorder recorder, int maxDepth) {
    this.reader = reader;
    this.recorder = recorder;
    this.code = new ChunkFrames(reader, recorder);
    this.maxDepth = maxDepth;
  }

  Resolved get(int stackTraceId) {
    Resolved known = resolved.get(stackTraceId);
    if (known == null) {
      known = resolve(stackTraceId);
      resolved.put(stackTraceId, known);
    }
    return known;
  }

  String className(long classId) {
    return JavaNames.className(code.className(classId));
  }

  boolean isInNativeMethod(int stackTraceId) {
    one.jfr.StackTrace stack = reader.stackTraces.get(stackTraceId);
    return stack != null
        && stack.types.length > 0
        && code.typeName(stack.types[0]).equals("Native");
  }

  private Resolved resolve(int stackTraceId) {
    one.jfr.StackTrace stack = reader.stackTraces.get(stackTraceId);
    if (stack == null || stack.methods.length == 0) {
      return new Resolved(
          StackTrace.of(WalkedStacks.frame(ChunkFrames.UNKNOWN)), ChunkFrames.UNKNOWN);
    }
    int depth = stack.methods.length;
    boolean cut = recorder == Recorder.FLIGHT_RECORDER && depth >= maxDepth;
    Frame[] frames = new Frame[cut ? depth + 1 : depth];
    String failure = cut ? "truncated" : "";
    for (int i = 0; i < depth; i++) {
      frames[i] = code.frame(stack.methods[i], stack.types[i], line(stack.locations[i]));
      if (isFailure(frames[i])) {
        failure = frames[i].methodName();
        frames[i] = WalkedStacks.frame(failure);
      }
    }
    if (cut) {
      frames[depth] = WalkedStacks.frame("truncated");
    }
    return new Resolved(StackTrace.of(frames), failure);
  }

  /** The reader packs the line into the upper half; all bits set is none. */
  private static int line(int location) {
    int line = location >>> 16;
    return line == 0xffff ? 0 : line;
  }

  private static boolean isFailure(Frame frame) {
    return frame.kind() == FrameKind.NATIVE
        && frame.fileName().isEmpty()
        && (FAILURES.contains(frame.methodName()) || frame.methodName().startsWith("break_"));
  }

  /** A stack trace, and why it is not whole; empty if it is. */
  static final class Resolved {
    final StackTrace stackTrace;
    final String failure;

    /** True if a virtual thread had it; its carrier is the thread that the recorder knows. */
    final boolean virtual;

    Resolved(StackTrace stackTrace, String failure) {
      this.stackTrace = stackTrace;
      this.failure = failure;
      this.virtual = isVirtual(stackTrace);
    }

    /** Below it, on the stack of the carrier, there are at most a dozen frames of the JDK's. */
    private static boolean isVirtual(StackTrace stack) {
      for (int i = Math.max(0, stack.depth() - 16); i < stack.depth(); i++) {
        Frame frame = stack.frame(i);
        if (frame.methodName().equals("run")
            && frame.className().equals("java.lang.VirtualThread")) {
          return true;
        }
      }
      return false;
    }
  }
}

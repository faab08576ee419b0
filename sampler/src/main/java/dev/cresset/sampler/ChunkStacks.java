package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;

/** Turns the stack traces of one chunk into ours, each once. */
final class ChunkStacks {
  private static final String UNKNOWN = "unknown";

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
  private final Map<Integer, Resolved> resolved = new HashMap<>();
  private final Map<Long, MethodFrames> methods = new HashMap<>();

  /**
   * @param maxDepth a stack of the flight recorder that has as many frames has lost the others
   */
  ChunkStacks(JfrReader reader, Recorder recorder, int maxDepth) {
    this.reader = reader;
    this.recorder = recorder;
    this.maxDepth = maxDepth;
  }

  Resolved get(int stackTraceId) {
    return resolved.computeIfAbsent(stackTraceId, this::resolve);
  }

  String className(long classId) {
    ClassRef ref = reader.classes.get(classId);
    return ref == null ? UNKNOWN : JavaNames.className(symbol(ref.name));
  }

  boolean isInNativeMethod(int stackTraceId) {
    one.jfr.StackTrace stack = reader.stackTraces.get(stackTraceId);
    return stack != null && stack.types.length > 0 && typeName(stack.types[0]).equals("Native");
  }

  private Resolved resolve(int stackTraceId) {
    one.jfr.StackTrace stack = reader.stackTraces.get(stackTraceId);
    if (stack == null || stack.methods.length == 0) {
      return new Resolved(StackTrace.of(WalkedStacks.frame(UNKNOWN)), UNKNOWN);
    }
    int depth = stack.methods.length;
    boolean cut = recorder == Recorder.FLIGHT_RECORDER && depth >= maxDepth;
    Frame[] frames = new Frame[cut ? depth + 1 : depth];
    String failure = cut ? "truncated" : "";
    for (int i = 0; i < depth; i++) {
      frames[i] = frame(stack.methods[i], stack.types[i], line(stack.locations[i]));
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

  private Frame frame(long methodId, byte type, int line) {
    return methods.computeIfAbsent(methodId, this::method).frame(type, line);
  }

  private MethodFrames method(long id) {
    MethodRef method = reader.methods.get(id);
    return method == null
        ? new MethodFrames("", '[' + UNKNOWN + ']')
        : new MethodFrames(symbolOfClass(method.cls), symbol(method.name));
  }

  private FrameKind kind(byte type, String className) {
    switch (typeName(type)) {
      case "Inlined":
        return FrameKind.INLINED;
      case "Kernel":
        return FrameKind.KERNEL;
      case "Native":
      case "C++":
        // To the flight recorder, a native frame is a native method of Java.
        return recorder == Recorder.FLIGHT_RECORDER ? FrameKind.JAVA : nativeKind(className);
      default:
        return FrameKind.JAVA;
    }
  }

  private String typeName(byte type) {
    return reader.enums.get("jdk.types.FrameType").getOrDefault((int) type, "");
  }

  private static FrameKind nativeKind(String library) {
    return library.startsWith("libjvm.") ? FrameKind.VM : FrameKind.NATIVE;
  }

  private static boolean isFailure(Frame frame) {
    return frame.kind() == FrameKind.NATIVE
        && frame.fileName().isEmpty()
        && (FAILURES.contains(frame.methodName()) || frame.methodName().startsWith("break_"));
  }

  private String symbolOfClass(long classId) {
    ClassRef ref = reader.classes.get(classId);
    return ref == null ? UNKNOWN : symbol(ref.name);
  }

  private String symbol(long id) {
    byte[] bytes = reader.symbols.get(id);
    return bytes == null ? UNKNOWN : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The frames of one method; most lines come again and again. */
  private final class MethodFrames {
    final String className;
    final String methodName;
    final Map<Integer, Frame> frames = new HashMap<>();

    MethodFrames(String className, String methodName) {
      this.className = className;
      this.methodName = methodName;
    }

    Frame frame(byte type, int line) {
      return frames.computeIfAbsent(line << 8 | type, any -> create(type, line));
    }

    private Frame create(byte type, int line) {
      FrameKind kind = className.isEmpty() ? nativeKind("") : kind(type, className);
      if (kind == FrameKind.JAVA || kind == FrameKind.INLINED) {
        return JavaNames.frame(className, methodName, line, kind);
      }
      // Of a library without symbols, async-profiler knows no more than its path.
      boolean noSymbol = methodName.startsWith("/");
      return Frame.symbol(noSymbol ? '[' + className + ']' : methodName, className, kind);
    }
  }

  /** A stack trace, and why it is not whole; empty if it is. */
  static final class Resolved {
    final StackTrace stackTrace;
    final String failure;

    Resolved(StackTrace stackTrace, String failure) {
      this.stackTrace = stackTrace;
      this.failure = failure;
    }
  }
}

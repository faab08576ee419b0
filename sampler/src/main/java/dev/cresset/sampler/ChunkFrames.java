package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import one.jfr.ClassRef;
import one.jfr.Dictionary;
import one.jfr.JfrReader;
import one.jfr.MethodRef;

/** Turns the frames of one chunk into ours; equal ones are the same object. One thread. */
final class ChunkFrames {
  static final String UNKNOWN = "unknown";

  private final JfrReader reader;
  private final Recorder recorder;
  private final Map<Integer, String> typeNames;
  private final FrameCache cache = new FrameCache();
  private final Dictionary<Method> methods = new Dictionary<>();

  /** One line may run interpreted, compiled, and inlined into several others. */
  private final Map<Frame, Frame> distinct = new HashMap<>();

  ChunkFrames(JfrReader reader, Recorder recorder) {
    this.reader = reader;
    this.recorder = recorder;
    this.typeNames =
        reader.enums.getOrDefault("jdk.types.FrameType", Collections.<Integer, String>emptyMap());
  }

  Frame frame(long methodId, byte type, int line) {
    Frame known = cache.get(methodId, type, line);
    if (known != null) {
      return known;
    }
    Frame created = method(methodId).frame(type, line);
    Frame equal = distinct.putIfAbsent(created, created);
    Frame frame = equal == null ? created : equal;
    cache.put(methodId, type, line, frame);
    return frame;
  }

  String typeName(byte type) {
    return typeNames.getOrDefault((int) type, "");
  }

  /** As the JVM writes it. */
  String className(long classId) {
    ClassRef ref = reader.classes.get(classId);
    return ref == null ? UNKNOWN : symbol(ref.name);
  }

  private Method method(long id) {
    Method method = methods.get(id);
    if (method == null) {
      MethodRef ref = reader.methods.get(id);
      method =
          ref == null
              ? new Method("", '[' + UNKNOWN + ']')
              : new Method(className(ref.cls), symbol(ref.name));
      methods.put(id, method);
    }
    return method;
  }

  private String symbol(long id) {
    byte[] bytes = reader.symbols.get(id);
    return bytes == null ? UNKNOWN : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A method of Java, with its class, or a symbol, with its library. */
  private final class Method {
    final String owner;
    final String name;

    /** Of Java; found when it is first needed. */
    String className;

    Method(String owner, String name) {
      this.owner = owner;
      this.name = name;
    }

    Frame frame(byte type, int line) {
      FrameKind kind = owner.isEmpty() ? nativeKind() : kind(type);
      if (kind != FrameKind.JAVA && kind != FrameKind.INLINED) {
        // Of a library without symbols, async-profiler knows no more than its path.
        boolean noSymbol = name.startsWith("/");
        return Frame.symbol(noSymbol ? '[' + owner + ']' : name, owner, kind);
      }
      if (className == null) {
        className = JavaNames.className(owner);
      }
      return Frame.java(className, name, JavaNames.fileName(className), line, kind);
    }

    private FrameKind kind(byte type) {
      switch (typeName(type)) {
        case "Inlined":
          return FrameKind.INLINED;
        case "Kernel":
          return FrameKind.KERNEL;
        case "Native":
        case "C++":
          // To the flight recorder, a native frame is a native method of Java.
          return recorder == Recorder.FLIGHT_RECORDER ? FrameKind.JAVA : nativeKind();
        default:
          return FrameKind.JAVA;
      }
    }

    private FrameKind nativeKind() {
      return owner.startsWith("libjvm.") ? FrameKind.VM : FrameKind.NATIVE;
    }
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import one.jfr.ClassRef;
import one.jfr.Dictionary;
import one.jfr.JfrReader;
import one.jfr.MethodRef;

/**
 * Turns the frames of one chunk into ours, each once, and numbers them 0, 1, 2, …: what has to be
 * known of a frame on every stack it is on is looked up by its number. One thread.
 */
final class ChunkFrames {
  static final String UNKNOWN = "unknown";

  private static final FrameKind[] KINDS = FrameKind.values();

  private final JfrReader reader;

  // By the byte that is a frame's type in the recording.
  private final String[] typeNames = new String[256];
  private final byte[] kinds = new byte[256]; // Java's, unless told otherwise

  private final FrameNumbers numbers = new FrameNumbers();
  private final Dictionary<Method> methods = new Dictionary<>();
  private final Dictionary<Owner> owners = new Dictionary<>();

  // By a frame's number.
  private Frame[] frames = new Frame[512];
  private FrameRole[] roles = new FrameRole[512];

  ChunkFrames(JfrReader reader, Recorder recorder) {
    this.reader = reader;
    Arrays.fill(typeNames, "");
    Map<Integer, String> types = reader.enums.get("jdk.types.FrameType");
    if (types != null) {
      types.forEach((type, name) -> name(type & 0xff, name, recorder));
    }
  }

  private void name(int type, String name, Recorder recorder) {
    typeNames[type] = name;
    kinds[type] = (byte) kind(name, recorder).ordinal();
  }

  private static FrameKind kind(String typeName, Recorder recorder) {
    switch (typeName) {
      case "Inlined":
        return FrameKind.INLINED;
      case "Kernel":
        return FrameKind.KERNEL;
      case "Native":
      case "C++":
        // To the flight recorder, a native frame is a native method of Java.
        return recorder == Recorder.FLIGHT_RECORDER ? FrameKind.JAVA : FrameKind.NATIVE;
      default:
        return FrameKind.JAVA;
    }
  }

  /** The number of a frame as the recording has it. */
  int number(long methodId, byte type, int line) {
    byte kind = kinds[type & 0xff];
    int known = numbers.size();
    int number = numbers.of(methodId, kind, line);
    if (number == known) {
      add(number, method(methodId).frame(KINDS[kind], line));
    }
    return number;
  }

  Frame frame(int number) {
    return frames[number];
  }

  FrameRole role(int number) {
    return roles[number];
  }

  String typeName(byte type) {
    return typeNames[type & 0xff];
  }

  /** As source code writes it. */
  String className(long classId) {
    return owner(classId).className();
  }

  private void add(int number, Frame frame) {
    if (number == frames.length) {
      frames = Arrays.copyOf(frames, number * 2);
      roles = Arrays.copyOf(roles, number * 2);
    }
    frames[number] = frame;
    roles[number] = FrameRole.of(frame);
  }

  private Method method(long id) {
    Method method = methods.get(id);
    if (method == null) {
      MethodRef ref = reader.methods.get(id);
      method =
          ref == null
              ? new Method(new Owner(""), '[' + UNKNOWN + ']')
              : new Method(owner(ref.cls), symbol(ref.name));
      methods.put(id, method);
    }
    return method;
  }

  private Owner owner(long id) {
    Owner owner = owners.get(id);
    if (owner == null) {
      ClassRef ref = reader.classes.get(id);
      owner = new Owner(ref == null ? UNKNOWN : symbol(ref.name));
      owners.put(id, owner);
    }
    return owner;
  }

  private String symbol(long id) {
    byte[] bytes = reader.symbols.get(id);
    return bytes == null ? UNKNOWN : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A method of Java, with its class, or a symbol, with its library. */
  private static final class Method {
    private final Owner owner;
    private final String name;

    Method(Owner owner, String name) {
      this.owner = owner;
      this.name = name;
    }

    Frame frame(FrameKind kind, int line) {
      if (owner.name.isEmpty() || kind == FrameKind.NATIVE) {
        return symbol(owner.name.startsWith("libjvm.") ? FrameKind.VM : FrameKind.NATIVE);
      }
      return kind == FrameKind.KERNEL
          ? symbol(kind)
          : Frame.java(owner.className(), name, owner.fileName(), line, kind);
    }

    private Frame symbol(FrameKind kind) {
      // Of a library without symbols, async-profiler knows no more than its path.
      boolean noSymbol = name.startsWith("/");
      return Frame.symbol(noSymbol ? '[' + owner.name + ']' : name, owner.name, kind);
    }
  }

  /** A class or a library. */
  private static final class Owner {
    /** As the recording has it. */
    final String name;

    /** Of a class; found when it is first needed. */
    private String className;

    private String fileName;

    Owner(String name) {
      this.name = name;
    }

    String className() {
      if (className == null) {
        className = JavaNames.className(name);
      }
      return className;
    }

    String fileName() {
      if (fileName == null) {
        fileName = JavaNames.fileName(className());
      }
      return fileName;
    }
  }
}

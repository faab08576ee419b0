package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.sampler.jfr.JfrChunk;

/**
 * Turns the frames of one chunk into ours, each once: a method knows its own, which are few. One
 * thread.
 */
final class ChunkFrames {
  static final String UNKNOWN = "unknown";

  private final JfrChunk chunk;
  private final Recorder recorder;

  // By the byte that is a frame's type in the recording.
  private final String[] typeNames = new String[256];
  private final FrameKind[] kinds = new FrameKind[256];

  // By number in the chunk.
  private final Method[] methods;
  private final Owner[] owners;

  private final Method unknown = new Method(new Owner(""), '[' + UNKNOWN + ']');

  ChunkFrames(JfrChunk chunk, Recorder recorder) {
    this.chunk = chunk;
    this.recorder = recorder;
    this.methods = new Method[chunk.methods()];
    this.owners = new Owner[chunk.classes()];
  }

  /**
   * A frame as the recording has it.
   *
   * @param method by number; -1 if it is not known
   */
  Known frame(int method, byte type, int line) {
    FrameKind kind = kinds[type & 0xff];
    return method(method).frame(kind == null ? name(type) : kind, line);
  }

  String typeName(byte type) {
    name(type);
    return typeNames[type & 0xff];
  }

  /** As source code writes it. */
  String className(int classNumber) {
    return owner(classNumber).className();
  }

  private FrameKind name(byte type) {
    String name = chunk.frameType(type);
    typeNames[type & 0xff] = name == null ? "" : name;
    kinds[type & 0xff] = kind(typeNames[type & 0xff]);
    return kinds[type & 0xff];
  }

  private FrameKind kind(String typeName) {
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

  private Method method(int number) {
    if (number < 0) {
      return unknown;
    }
    Method method = methods[number];
    if (method == null) {
      method = new Method(owner(chunk.methodClass(number)), known(chunk.methodName(number)));
      methods[number] = method;
    }
    return method;
  }

  private Owner owner(int number) {
    if (number < 0) {
      return new Owner(UNKNOWN);
    }
    Owner owner = owners[number];
    if (owner == null) {
      owner = new Owner(known(chunk.className(number)));
      owners[number] = owner;
    }
    return owner;
  }

  private static String known(String name) {
    return name == null ? UNKNOWN : name;
  }

  /** A frame, and what it means for its stack. */
  static final class Known {
    final Frame frame;
    final FrameRole role;
    private final FrameKind kind;
    private final int line;
    private final Known next;

    private Known(Frame frame, FrameKind kind, int line, Known next) {
      this.frame = frame;
      this.role = FrameRole.of(frame);
      this.kind = kind;
      this.line = line;
      this.next = next;
    }
  }

  /** A method of Java, with its class, or a symbol, with its library. */
  private static final class Method {
    private final Owner owner;
    private final String name;
    private Known last;

    Method(Owner owner, String name) {
      this.owner = owner;
      this.name = name;
    }

    Known frame(FrameKind kind, int line) {
      for (Known known = last; known != null; known = known.next) {
        if (known.line == line && known.kind == kind) {
          return known;
        }
      }
      last = new Known(make(kind, line), kind, line, last);
      return last;
    }

    private Frame make(FrameKind kind, int line) {
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

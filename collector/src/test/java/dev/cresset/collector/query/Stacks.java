package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;

/** Stack traces for tests. */
final class Stacks {
  private Stacks() {}

  /** Java methods, leaf first. */
  static StackFrame[] of(String... functions) {
    StackFrame[] frames = new StackFrame[functions.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(functions[i], FrameKind.JAVA);
    }
    return frames;
  }

  static StackFrame frame(String function, FrameKind kind) {
    return new StackFrame(function, "", "", 0, kind);
  }
}

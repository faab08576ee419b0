package dev.cresset.collector.query;

import java.util.List;

/**
 * The stack traces of a selection as they were stored, lines and inlining included.
 *
 * @param type the profile type, such as {@code cpu}
 * @param unit {@code nanoseconds}, {@code bytes} or {@code count}
 * @param profiledNanos the summed length of the windows they come from
 */
public record StackTable(String type, String unit, long profiledNanos, List<Row> rows) {
  /**
   * @param frames leaf first
   * @param samples how many samples {@code value} stands for
   */
  public record Row(List<StackFrame> frames, long value, long samples) {}

  /**
   * One entry of a stack trace.
   *
   * @param function as tables and graphs name it: class and method, a symbol, or a class
   * @param className with dots; empty for code that is not Java's
   * @param file the source file or library; empty where it is not known
   * @param line 1-based; 0 where it is not known
   */
  public record StackFrame(
      String function, String className, String file, int line, FrameKind kind) {}
}

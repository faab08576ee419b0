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
   * @param labels in order
   * @param samples how many samples {@code value} stands for
   */
  public record Row(List<StackFrame> frames, List<Label> labels, long value, long samples) {
    static Row of(StackFrame[] frames, List<Label> labels, long value, long samples) {
      boolean none = frames[0] == StackStore.NO_FRAMES;
      return new Row(none ? List.of() : List.of(frames), labels, value, samples);
    }
  }

  /**
   * A label of samples.
   *
   * @param text empty if it is a number
   * @param unit of the number; may be empty
   */
  public record Label(String name, String text, long number, String unit) {}

  /**
   * One entry of a stack trace.
   *
   * @param function as tables and graphs name it: class and method, a symbol, or a class
   * @param className with dots; empty for code that is not Java's
   * @param file the source file or library; empty where it is not known
   * @param line 1-based; 0 where it is not known
   */
  public record StackFrame(
      String function,
      String className,
      String file,
      int line,
      FrameKind kind,
      DebugInfo debugInfo) {
    /** A frame of which nothing more is known. */
    public StackFrame(String function, String className, String file, int line, FrameKind kind) {
      this(function, className, file, line, kind, DebugInfo.NONE);
    }
  }

  /**
   * What is known of a frame beyond what is shown.
   *
   * @param systemName the function as linkers know it; empty if it is called the same
   * @param startLine where the function begins; 0 where it is not known
   * @param column of the line; 0 where it is not known
   * @param mapping the file name of the code's mapping; empty if it has none
   * @param buildId of that file
   * @param address in that file, of code without a symbol; 0 for other code
   */
  public record DebugInfo(
      String systemName, int startLine, int column, String mapping, String buildId, long address) {
    static final DebugInfo NONE = new DebugInfo("", 0, 0, "", "", 0);
  }
}

package dev.cresset.collector.pprof;

/**
 * A frame of a stack trace.
 *
 * @param id a hash of the rest
 * @param function its full name, such as {@code java.lang.Thread.run}
 * @param className the class of a Java method; empty for other code
 * @param file the source file; may be empty
 * @param line 0 where it is not known
 */
public record Frame(
    long id,
    String function,
    String className,
    String file,
    int line,
    FrameKind kind,
    DebugInfo debugInfo) {
  /** A frame of which nothing more is known. */
  public Frame(long id, String function, String className, String file, int line, FrameKind kind) {
    this(id, function, className, file, line, kind, DebugInfo.NONE);
  }
}

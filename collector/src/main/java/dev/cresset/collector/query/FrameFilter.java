package dev.cresset.collector.query;

import java.util.List;

/**
 * What of the stack traces a question is about; pprof's options by the same names.
 *
 * @param focus only stack traces with such a frame
 * @param ignore only stack traces without any such frame
 * @param hide frames that are left out: what they take belongs to their callers
 * @param show the only frames that are not left out
 * @param by a label, {@code release}, {@code environment} or {@code instance}, whose value becomes
 *     the outermost frame of every stack trace, {@code thread=http}; empty for none
 */
public record FrameFilter(Frames focus, Frames ignore, Frames hide, Frames show, String by) {
  /** Everything. */
  public static final FrameFilter NONE =
      new FrameFilter(Frames.NONE, Frames.NONE, Frames.NONE, Frames.NONE);

  /** Frames as they are, by no label. */
  public FrameFilter(Frames focus, Frames ignore, Frames hide, Frames show) {
    this(focus, ignore, hide, show, "");
  }

  /**
   * Some frames: those that any of these is true of.
   *
   * @param functions regular expressions of RE2, of some part of the function's name
   * @param packages or classes that the function is in or below
   * @param kinds of code
   */
  public record Frames(List<String> functions, List<String> packages, List<FrameKind> kinds) {
    /** Not any. */
    public static final Frames NONE = new Frames(List.of(), List.of(), List.of());

    public Frames {
      functions = List.copyOf(functions);
      packages = List.copyOf(packages);
      kinds = List.copyOf(kinds);
    }
  }
}

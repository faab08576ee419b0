package dev.cresset.collector.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cresset.collector.query.FrameFilter.Frames;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Applies a {@link FrameFilter} to the stack traces of one answer. One thread. */
final class FrameSieve {
  /** What is left of a stack trace whose frames are all left out, so that totals stay true. */
  static final StackFrame HIDDEN = new StackFrame("[hidden]", "", "", 0, FrameKind.NATIVE);

  /** What can follow a package's or a class's name: in Java, in Go's paths, in C++. */
  private static final String AFTER_PACKAGE = "./:";

  private final boolean all;
  private final Group focus;
  private final Group ignore;
  private final Group hide;
  private final Group show;

  /**
   * @throws QueryException if an expression of it is none
   */
  FrameSieve(FrameFilter filter) {
    all = filter.equals(FrameFilter.NONE);
    focus = new Group("focus", filter.focus());
    ignore = new Group("ignore", filter.ignore());
    hide = new Group("hide", filter.hide());
    show = new Group("show", filter.show());
  }

  /**
   * @throws QueryException if an expression of it is none; the message names it
   */
  static void check(FrameFilter filter) {
    new FrameSieve(filter);
  }

  /** Whether the question is about this stack trace at all. */
  boolean keeps(StackFrame[] leafFirst) {
    return all || (focus.isEmpty() || focus.hasAny(leafFirst)) && !ignore.hasAny(leafFirst);
  }

  /** The frames that are not left out; at least one. */
  StackFrame[] shown(StackFrame[] leafFirst) {
    if (all || hide.isEmpty() && show.isEmpty()) {
      return leafFirst;
    }
    StackFrame[] shown =
        Arrays.stream(leafFirst)
            .filter(frame -> !hide.has(frame) && (show.isEmpty() || show.has(frame)))
            .toArray(StackFrame[]::new);
    return shown.length > 0 ? shown : new StackFrame[] {HIDDEN};
  }

  /** Tells some frames from others, and remembers which. */
  private static final class Group {
    private final Frames frames;
    private final List<Predicate<String>> functions;
    private final Map<StackFrame, Boolean> known = new IdentityHashMap<>();

    Group(String name, Frames frames) {
      this.frames = frames;
      this.functions = frames.functions().stream().map(text -> finder(name, text)).toList();
    }

    private static Predicate<String> finder(String name, String text) {
      try {
        Pattern pattern = Pattern.compile(text);
        return function -> pattern.matcher(function).find();
      } catch (PatternSyntaxException e) {
        throw new QueryException(
            Reason.INVALID,
            "The regular expression '%s' of %s cannot be read: %s. Its syntax is RE2's."
                .formatted(text, name, e.getDescription()),
            e);
      }
    }

    boolean isEmpty() {
      return frames.equals(Frames.NONE);
    }

    boolean hasAny(StackFrame[] leafFirst) {
      return !isEmpty() && Arrays.stream(leafFirst).anyMatch(this::has);
    }

    boolean has(StackFrame frame) {
      return !isEmpty() && known.computeIfAbsent(frame, this::test);
    }

    private boolean test(StackFrame frame) {
      return frames.kinds().contains(frame.kind())
          || frames.packages().stream().anyMatch(name -> isIn(name, frame))
          || functions.stream().anyMatch(finder -> finder.test(frame.function()));
    }

    private static boolean isIn(String packageName, StackFrame frame) {
      String name = frame.function();
      int end = packageName.length();
      return name.startsWith(packageName)
          && (name.length() == end || AFTER_PACKAGE.indexOf(name.charAt(end)) >= 0);
    }
  }
}

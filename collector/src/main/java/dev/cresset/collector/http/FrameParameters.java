package dev.cresset.collector.http;

import dev.cresset.collector.query.FrameFilter;
import dev.cresset.collector.query.FrameFilter.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters that say what of the stack traces is wanted; pprof's options by the same names.
 */
final class FrameParameters {
  static final List<String> NAMES = names();

  private FrameParameters() {}

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String what : List.of("focus", "ignore", "hide", "show")) {
      names.addAll(List.of(what, what + ".package", what + ".kind"));
    }
    return List.copyOf(names);
  }

  static FrameFilter filter(Parameters parameters) {
    return new FrameFilter(
        frames(parameters, "focus"),
        frames(parameters, "ignore"),
        frames(parameters, "hide"),
        frames(parameters, "show"),
        parameters.get("by").orElse(""));
  }

  private static Frames frames(Parameters parameters, String what) {
    String kind = what + ".kind";
    return new Frames(
        parameters.all(what),
        parameters.all(what + ".package"),
        parameters.all(kind, Kinds.names()).stream().map(Kinds::of).toList());
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import java.util.Map;
import java.util.TreeMap;
import one.jfr.event.Event;

/** Counts a family's stacks of one window, and those that could not be walked to the end. */
final class WalkFailures {
  private final Map<String, Integer> failed = new TreeMap<>();
  private int stacks;
  private int failures;

  /** What stands in a stack trace for the frames that could not be had. */
  static Frame frame(String reason) {
    return Frame.symbol('[' + reason + ']', "", FrameKind.NATIVE);
  }

  void count(Event event, String failure) {
    stacks++;
    if (!failure.isEmpty()) {
      failures++;
      failed.merge(failure, 1, Integer::sum);
    }
  }

  /** Such as {@code 3 of 1031 stacks not walked to the end: unknown_Java 3}; empty if none. */
  String comment() {
    if (failures == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    failed.forEach((reason, n) -> text.append(", ").append(reason).append(' ').append(n));
    return failures + " of " + stacks + " stacks not walked to the end: " + text.substring(2);
  }
}

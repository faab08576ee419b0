package dev.cresset.allocationtracker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What became of the classes that were to be instrumented. Safe for use by many threads. */
final class InstrumentationCounts {
  private final AtomicLong instrumented = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong blind = new AtomicLong();
  private final AtomicLong methodsTooLarge = new AtomicLong();
  private final AtomicReference<String> firstFailure = new AtomicReference<>();

  void instrumented(int methodsLeftTooLarge) {
    instrumented.incrementAndGet();
    methodsTooLarge.addAndGet(methodsLeftTooLarge);
  }

  void leftTooLarge(int methods) {
    methodsTooLarge.addAndGet(methods);
  }

  void failed(String className, Throwable reason) {
    failed.incrementAndGet();
    firstFailure.compareAndSet(null, className + ": " + reason);
  }

  /** A class whose loader would not find the bridge. */
  void blind() {
    blind.incrementAndGet();
  }

  long instrumentedClasses() {
    return instrumented.get();
  }

  long failedClasses() {
    return failed.get();
  }

  long blindClasses() {
    return blind.get();
  }

  /** For people; one entry for each kind of thing that happened. */
  List<String> comments() {
    List<String> comments = new ArrayList<>();
    comments.add("allocations: " + instrumented + " times a class was instrumented");
    if (failed.get() > 0) {
      comments.add(
          "allocations: "
              + failed
              + " classes stay as they are because they could not be instrumented, first "
              + firstFailure);
    }
    if (blind.get() > 0) {
      comments.add(
          "allocations: "
              + blind
              + " classes stay as they are because their loaders do not find the agent's bridge");
    }
    if (methodsTooLarge.get() > 0) {
      comments.add(
          "allocations: "
              + methodsTooLarge
              + " methods stay as they are because they would become too large to be compiled");
    }
    return comments;
  }
}

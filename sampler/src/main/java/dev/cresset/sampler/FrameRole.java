package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What a frame means for the stack that it is on. */
enum FrameRole {
  /** Code, no more and no less. */
  CODE,
  /** async-profiler's reason why it could not walk the stack, or not to its end. */
  FAILURE,
  /** The first frame of a virtual thread. */
  VIRTUAL_THREAD,
  /**
   * Where a virtual thread returns to when it has waited: the JVM keeps its callers off the stack
   * until they go on, and async-profiler does not see them.
   */
  RETURN_BARRIER,
  /** The agent's wrapper around a task that works for a request. */
  TASK;

  /** What async-profiler puts in the place of frames it could not walk. */
  private static final Set<String> FAILURES =
      new HashSet<>(
          Arrays.asList(
              "GC_active",
              "deoptimization",
              "no_Java_frame",
              "not_walkable_Java",
              "not_walkable_not_Java",
              "safepoint",
              "skipped",
              "storage_overflow",
              "truncated",
              "unexpected_state",
              "unknown_Java",
              "unknown_nmethod",
              "unknown_state"));

  /** The stub's names: since JDK 24, and before. */
  private static final Set<String> RETURN_BARRIERS =
      new HashSet<>(Arrays.asList("cont_returnBarrier", "Cont thaw return barrier"));

  /** What instrumented code calls. */
  private static final String BRIDGE = "dev.cresset.agent.bridge.";

  static FrameRole of(Frame frame) {
    switch (frame.className()) {
      case "":
        return ofNative(frame);
      case "java.lang.VirtualThread":
        return frame.methodName().equals("run") ? VIRTUAL_THREAD : CODE;
      case BRIDGE + "Tasks":
        return frame.methodName().equals("run") ? TASK : CODE;
      default:
        return CODE;
    }
  }

  /**
   * Whether a stack trace is better without the frame: a task's wrapper while the task runs. What
   * the agent does itself is its own cost and stays visible.
   *
   * @param callee the frame above; null for a leaf
   */
  static boolean isHidden(FrameRole role, Frame callee) {
    return role == TASK && callee != null && !callee.className().startsWith(BRIDGE);
  }

  private static FrameRole ofNative(Frame frame) {
    if (frame.kind() != FrameKind.NATIVE || !frame.fileName().isEmpty()) {
      return CODE;
    }
    String name = frame.methodName();
    if (RETURN_BARRIERS.contains(name)) {
      return RETURN_BARRIER;
    }
    return FAILURES.contains(name) || name.startsWith("break_") ? FAILURE : CODE;
  }
}

package dev.cresset.collector.query;

import java.util.List;

/**
 * A function with who calls it and what it calls; exact, and never truncated before it is added up.
 *
 * @param type the profile type, such as {@code cpu}
 * @param unit of all values
 * @param all what the whole selection has
 * @param self value with the function as the leaf
 * @param total value of the stack traces the function is on, each counted once
 * @param samples how many samples {@code total} stands for
 * @param callers by value, largest first; the flame graph's root where nothing calls it. A stack
 *     trace counts once for each, so that with recursion they can be more than {@code total}
 *     together, and the function is among them
 * @param callees likewise
 * @param callerTree by whom it is called, by whom that, and so on: node 0 is the function, and a
 *     node's children are its callers. Of a stack trace the outermost call counts, so that the root
 *     has {@code total}
 * @param calleeTree what it calls, and what that: node 0 is the function, at its outermost call
 */
public record FunctionCalls(
    String type,
    String unit,
    long all,
    String function,
    FrameKind kind,
    long self,
    long total,
    long samples,
    List<Call> callers,
    List<Call> callees,
    FlameTree callerTree,
    FlameTree calleeTree) {

  /**
   * @param function that calls or is called
   * @param value of the stack traces with such a call, each counted once
   * @param samples how many samples {@code value} stands for
   */
  public record Call(String function, FrameKind kind, long value, long samples) {}
}

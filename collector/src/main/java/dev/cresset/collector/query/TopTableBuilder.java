package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;

/** Adds stack traces up to a {@link TopTable}. One thread. */
final class TopTableBuilder {
  private final FunctionTable functions = new FunctionTable();
  private final TopSums sums = new TopSums();

  /** The stack trace that last counted for each function, so that recursion counts once. */
  private int[] seenIn = new int[1024];

  private int stacks;

  /**
   * @param leafFirst its frames
   */
  void add(StackFrame[] leafFirst, long value, long samples) {
    stacks++;
    for (int i = 0; i < leafFirst.length; i++) {
      int function = functions.number(leafFirst[i], value);
      if (i == 0) {
        sums.addSelf(function, value);
      }
      if (isFirst(function)) {
        sums.addTotal(function, value, samples);
      }
    }
  }

  private boolean isFirst(int function) {
    if (function >= seenIn.length) {
      seenIn = Arrays.copyOf(seenIn, seenIn.length * 2);
    }
    boolean first = seenIn[function] != stacks;
    seenIn[function] = stacks;
    return first;
  }

  TopTable build(String unit) {
    return sums.table(unit, functions);
  }
}

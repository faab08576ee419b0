package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Adds stack traces up to a {@link TopTable}. One thread. */
final class TopTableBuilder {
  private final FunctionTable functions = new FunctionTable();
  private long[] self = new long[1024];
  private long[] total = new long[1024];
  private long[] samples = new long[1024];

  /** The stack trace that last counted for each function, so that recursion counts once. */
  private int[] seenIn = new int[1024];

  private int stacks;
  private long sum;

  /**
   * @param leafFirst its frames
   */
  void add(StackFrame[] leafFirst, long value, long sampleCount) {
    stacks++;
    sum += value;
    for (int i = 0; i < leafFirst.length; i++) {
      int function = functions.number(leafFirst[i], value);
      reserve(function);
      if (i == 0) {
        self[function] += value;
      }
      if (seenIn[function] != stacks) {
        seenIn[function] = stacks;
        total[function] += value;
        samples[function] += sampleCount;
      }
    }
  }

  private void reserve(int function) {
    if (function >= self.length) {
      int capacity = self.length * 2;
      self = Arrays.copyOf(self, capacity);
      total = Arrays.copyOf(total, capacity);
      samples = Arrays.copyOf(samples, capacity);
      seenIn = Arrays.copyOf(seenIn, capacity);
    }
  }

  TopTable build(String unit) {
    List<TopTable.Row> rows = new ArrayList<>(functions.size());
    for (int i = 1; i < functions.size(); i++) {
      rows.add(
          new TopTable.Row(functions.name(i), functions.kind(i), self[i], total[i], samples[i]));
    }
    rows.sort(
        Comparator.comparingLong(TopTable.Row::self)
            .thenComparingLong(TopTable.Row::total)
            .reversed()
            .thenComparing(TopTable.Row::function));
    return new TopTable(unit, sum, List.copyOf(rows));
  }
}

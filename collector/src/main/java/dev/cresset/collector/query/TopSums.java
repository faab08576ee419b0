package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** What each function has, by its number. One thread. */
final class TopSums {
  private long[] self = new long[1024];
  private long[] total = new long[1024];
  private long[] samples = new long[1024];
  private final BitSet met = new BitSet();
  private long sum;

  /** A stack trace has the function as its leaf; counts in the sum of everything. */
  void addSelf(int function, long value) {
    reserve(function);
    self[function] += value;
    sum += value;
  }

  /** Stack traces have the function. */
  void addTotal(int function, long value, long sampleCount) {
    reserve(function);
    met.set(function);
    total[function] += value;
    samples[function] += sampleCount;
  }

  private void reserve(int function) {
    if (function >= self.length) {
      int capacity = Math.max(function + 1, self.length * 2);
      self = Arrays.copyOf(self, capacity);
      total = Arrays.copyOf(total, capacity);
      samples = Arrays.copyOf(samples, capacity);
    }
  }

  TopTable table(String unit, FunctionNames functions) {
    List<TopTable.Row> rows = new ArrayList<>(met.cardinality());
    met.stream()
        .forEach(i ->
            rows.add(
                new TopTable.Row(
                    functions.name(i), functions.kind(i), self[i], total[i], samples[i])));
    rows.sort(
        Comparator.comparingLong(TopTable.Row::self)
            .thenComparingLong(TopTable.Row::total)
            .reversed()
            .thenComparing(TopTable.Row::function));
    return new TopTable(unit, sum, List.copyOf(rows));
  }
}

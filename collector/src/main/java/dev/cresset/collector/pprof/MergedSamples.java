package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Samples, those with the same stack trace and labels added up. */
final class MergedSamples {
  /** Bytes of memory for a row's key. */
  private static final int ROW = 64;

  /** By the number of the stack trace, and that of the labels in the lower half. */
  private final KeyNumbers rows;

  private final LongList[] values;

  /** How many values other than 0 were added up. */
  private final LongList[] counts;

  private final long[] totals;
  private final Memory memory;

  /**
   * @param hashing for a table that is of this profile only
   */
  MergedSamples(int types, Hasher64 hashing, Memory memory) {
    this.memory = memory;
    this.rows = new KeyNumbers(hashing);
    this.values = new LongList[types];
    this.counts = new LongList[types];
    this.totals = new long[types];
    for (int type = 0; type < types; type++) {
      values[type] = new LongList();
      counts[type] = new LongList();
    }
  }

  /**
   * Adds a sample, none of whose values is negative.
   *
   * @param stack the number of its stack trace
   * @param labelSet the number of its labels
   * @return the type whose values add up to more than the maximum; -1 if none does
   */
  int add(int stack, int labelSet, LongList sample, long maximum) throws NoRoomException {
    long key = (long) stack << Integer.SIZE | labelSet;
    int known = rows.get(key);
    int row = known == KeyNumbers.ABSENT ? append(key) : known;
    for (int type = 0; type < values.length; type++) {
      long value = sample.get(type);
      if (value > maximum - totals[type]) {
        return type;
      }
      totals[type] += value;
      values[type].set(row, values[type].get(row) + value);
      counts[type].set(row, counts[type].get(row) + (value == 0 ? 0 : 1));
    }
    return -1;
  }

  private int append(long key) throws NoRoomException {
    // Lists double, and are copied in the end.
    memory.take(ROW + 6L * Long.BYTES * (1 + values.length));
    for (int type = 0; type < values.length; type++) {
      values[type].add(0);
      counts[type].add(0);
    }
    return rows.add(key);
  }

  /**
   * @param ids by the stack traces' numbers
   */
  long[] stackIds(IntToLongFunction ids) {
    long[] stackIds = new long[rows.size()];
    Arrays.setAll(stackIds, row -> ids.applyAsLong((int) (rows.key(row) >>> Integer.SIZE)));
    return stackIds;
  }

  /**
   * @param ids by the numbers of sets of labels
   */
  long[] labelSetIds(IntToLongFunction ids) {
    long[] labelSetIds = new long[rows.size()];
    Arrays.setAll(labelSetIds, row -> ids.applyAsLong((int) rows.key(row)));
    return labelSetIds;
  }

  long[] values(int type) {
    return values[type].toArray();
  }

  long[] counts(int type) {
    return counts[type].toArray();
  }
}

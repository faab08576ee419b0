package dev.cresset.collector.pprof;

import java.util.HashMap;
import java.util.Map;

/** Samples, those with the same stack trace and labels added up. */
final class MergedSamples {
  /** Bytes of memory for a key in the map. */
  private static final int ROW = 112;

  private final Map<Key, Integer> rows = new HashMap<>();
  private final LongList stackIds = new LongList();
  private final LongList labelSetIds = new LongList();
  private final LongList[] values;

  /** How many values other than 0 were added up. */
  private final LongList[] counts;

  private final long[] totals;
  private final Memory memory;

  MergedSamples(int types, Memory memory) {
    this.memory = memory;
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
   * @return the type whose values add up to more than the maximum; -1 if none does
   */
  int add(long stackId, long labelSetId, LongList sample, long maximum) throws NoRoomException {
    Key key = new Key(stackId, labelSetId);
    Integer known = rows.get(key);
    int row = known == null ? append(key) : known;
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

  private int append(Key key) throws NoRoomException {
    // Lists double, and are copied in the end.
    memory.take(ROW + 6L * Long.BYTES * (1 + values.length));
    rows.put(key, stackIds.size());
    stackIds.add(key.stackId);
    labelSetIds.add(key.labelSetId);
    for (int type = 0; type < values.length; type++) {
      values[type].add(0);
      counts[type].add(0);
    }
    return stackIds.size() - 1;
  }

  long[] stackIds() {
    return stackIds.toArray();
  }

  long[] labelSetIds() {
    return labelSetIds.toArray();
  }

  long[] values(int type) {
    return values[type].toArray();
  }

  long[] counts(int type) {
    return counts[type].toArray();
  }

  /** Comparable, so that a map stays quick even if somebody makes all keys hash alike. */
  private record Key(long stackId, long labelSetId) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byStack = Long.compare(stackId, other.stackId);
      return byStack != 0 ? byStack : Long.compare(labelSetId, other.labelSetId);
    }
  }
}

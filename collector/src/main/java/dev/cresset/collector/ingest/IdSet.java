package dev.cresset.collector.ingest;

import java.util.Arrays;

/** A growing set of ids, without boxes. One thread. */
final class IdSet {
  /** An id that is 0 is kept apart: in the table it stands for none. */
  private boolean zero;

  /** So that nobody outside can know which ids meet. */
  private final long seed;

  private long[] table = new long[16];
  private int size;

  IdSet(long seed) {
    this.seed = seed;
  }

  int size() {
    return size;
  }

  /** About how many. */
  long bytes() {
    return (long) Long.BYTES * table.length;
  }

  /** Of {@link #bytes}, what another id takes. */
  long growth() {
    return 2 * (size + 1) > table.length ? bytes() : 0;
  }

  boolean contains(long id) {
    return id == 0 ? zero : table[slot(id)] == id;
  }

  /** Adds an id that is not there. */
  void add(long id) {
    size++;
    if (id == 0) {
      zero = true;
      return;
    }
    table[slot(id)] = id;
    if (2 * size > table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      Arrays.stream(old).filter(each -> each != 0).forEach(each -> table[slot(each)] = each);
    }
  }

  private int slot(long id) {
    long hash = (id ^ seed) * 0x9E3779B97F4A7C15L;
    int mask = table.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (table[slot] != 0 && table[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

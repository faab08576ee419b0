package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;

/** Numbers keys from 0, in the order in which they first come, without boxes. One thread. */
final class KeyNumbers {
  static final int ABSENT = -1;

  private final Hasher64 hashing;
  private final LongList keys = new LongList();

  /** Each number and one; 0 is none. */
  private int[] table = new int[64];

  /**
   * @param hashing as nobody outside can foresee, so that nobody can make all keys meet
   */
  KeyNumbers(Hasher64 hashing) {
    this.hashing = hashing;
  }

  int size() {
    return keys.size();
  }

  /** The key that has a number. */
  long key(int number) {
    return keys.get(number);
  }

  /** The key's number, or {@link #ABSENT}. */
  int get(long key) {
    return table[placeOf(key)] - 1;
  }

  /** Adds a key that is not there, and returns its number. */
  int add(long key) {
    keys.add(key);
    if (2 * keys.size() > table.length) {
      table = new int[2 * table.length];
      for (int number = 0; number < keys.size(); number++) {
        table[placeOf(keys.get(number))] = number + 1;
      }
    } else {
      table[placeOf(key)] = keys.size();
    }
    return keys.size() - 1;
  }

  private int placeOf(long key) {
    int mask = table.length - 1;
    int place = (int) hashing.hashLongToLong(key) & mask;
    while (table[place] != 0 && keys.get(table[place] - 1) != key) {
      place = (place + 1) & mask;
    }
    return place;
  }
}

package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import java.util.ArrayList;
import java.util.List;

/**
 * What numbers stand for parts of a profile, by the parts' bytes: to find out whether the same was
 * there before. One thread.
 */
final class SliceNumbers {
  static final int ABSENT = -1;

  /** Bytes of memory for an entry, the room to grow included. */
  static final int WEIGHT = 128;

  private final Hasher64 hashing;
  private final List<Slice> slices = new ArrayList<>();
  private final IntList hashes = new IntList();
  private final IntList numbers = new IntList();

  /** Where in the lists an entry is, and one; 0 is none. */
  private int[] table = new int[64];

  /**
   * @param hashing as nobody outside can foresee, so that nobody can make all entries meet
   */
  SliceNumbers(Hasher64 hashing) {
    this.hashing = hashing;
  }

  int hash(Slice slice) {
    return (int) hashing.hashBytesToLong(slice.bytes(), slice.from(), slice.length());
  }

  /**
   * The number of an equal part, or {@link #ABSENT}.
   *
   * @param hash of the part
   */
  int get(int hash, Slice slice) {
    int mask = table.length - 1;
    for (int place = hash & mask; table[place] != 0; place = (place + 1) & mask) {
      int entry = table[place] - 1;
      if (hashes.get(entry) == hash && slices.get(entry).hasBytesOf(slice)) {
        return numbers.get(entry);
      }
    }
    return ABSENT;
  }

  /** Adds a part that is not there. */
  void add(int hash, Slice slice, int number) {
    slices.add(slice);
    hashes.add(hash);
    numbers.add(number);
    if (2 * slices.size() > table.length) {
      table = new int[2 * table.length];
      for (int entry = 0; entry < slices.size(); entry++) {
        place(entry);
      }
    } else {
      place(slices.size() - 1);
    }
  }

  private void place(int entry) {
    int mask = table.length - 1;
    int place = hashes.get(entry) & mask;
    while (table[place] != 0) {
      place = (place + 1) & mask;
    }
    table[place] = entry + 1;
  }
}

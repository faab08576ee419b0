package dev.cresset.collector.store;

import java.util.Arrays;

/** A growing map of pairs of ids to positive numbers, without boxes. One thread. */
final class PairNumbers {
  static final int ABSENT = 0;

  /** About how many bytes a pair takes, the room to grow included. */
  static final int BYTES_A_PAIR = 60;

  /** So that nobody outside can know which pairs meet. */
  private final long seed;

  private long[] firsts = new long[64];
  private long[] seconds = new long[64];
  private int[] numbers = new int[64];
  private int size;

  PairNumbers(long seed) {
    this.seed = seed;
  }

  int size() {
    return size;
  }

  /** The pair's number, or {@link #ABSENT}. */
  int get(long first, long second) {
    return numbers[slot(first, second)];
  }

  void put(long first, long second, int number) {
    int slot = slot(first, second);
    if (numbers[slot] == ABSENT) {
      firsts[slot] = first;
      seconds[slot] = second;
      if (++size * 2 > numbers.length) {
        numbers[slot] = number;
        grow();
        return;
      }
    }
    numbers[slot] = number;
  }

  private int slot(long first, long second) {
    int mask = numbers.length - 1;
    int slot = (int) (hash(first, second) >>> 32) & mask;
    while (numbers[slot] != ABSENT && (firsts[slot] != first || seconds[slot] != second)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldFirsts = firsts;
    long[] oldSeconds = seconds;
    int[] oldNumbers = numbers;
    firsts = Arrays.copyOf(oldFirsts, oldFirsts.length * 2);
    seconds = Arrays.copyOf(oldSeconds, firsts.length);
    numbers = new int[firsts.length];
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != ABSENT) {
        int slot = slot(oldFirsts[i], oldSeconds[i]);
        firsts[slot] = oldFirsts[i];
        seconds[slot] = oldSeconds[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }

  private long hash(long first, long second) {
    long hash = (first ^ seed) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ (hash >>> 32) ^ second) * 0xBF58476D1CE4E5B9L;
    return hash ^ (hash >>> 29) * 0x94D049BB133111EBL;
  }
}

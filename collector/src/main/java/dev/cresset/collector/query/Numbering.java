package dev.cresset.collector.query;

/** Numbers pairs of numbers in the order they are met. One thread. */
final class Numbering {
  private final LongIntMap numbers = new LongIntMap();
  private int size;

  int number(int first, int second) {
    int known = numbers.putIfAbsent((long) first << 32 | second, size);
    return known == LongIntMap.ABSENT ? size++ : known;
  }

  int size() {
    return size;
  }
}

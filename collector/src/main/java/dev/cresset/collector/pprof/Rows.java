package dev.cresset.collector.pprof;

/** A table of numbers that becomes longer. */
final class Rows {
  /** As many rows as most profiles have at least. */
  private static final int CAPACITY = 500;

  private final LongList numbers;
  private final int columns;

  Rows(int columns) {
    this.numbers = new LongList(CAPACITY * columns);
    this.columns = columns;
  }

  int size() {
    return numbers.size() / columns;
  }

  /** Adds to the last row, or begins another if that is full. */
  void add(long number) {
    numbers.add(number);
  }

  long get(int row, int column) {
    return numbers.get(row * columns + column);
  }
}

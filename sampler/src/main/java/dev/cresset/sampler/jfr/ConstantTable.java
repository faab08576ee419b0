package dev.cresset.sampler.jfr;

import java.util.Arrays;

/** The constants of one type: for each id a row of longs. One thread. */
final class ConstantTable {
  private final LongIndex ids = new LongIndex();
  private final int columns;
  private long[] cells;

  ConstantTable(int columns) {
    this.columns = columns;
    this.cells = new long[16 * columns];
  }

  /** The row of an id, which is a new one of zeros if it had none. */
  int row(long id) {
    int row = ids.of(id);
    if ((row + 1) * columns > cells.length) {
      cells = Arrays.copyOf(cells, cells.length * 2);
    }
    return row;
  }

  /** The row of an id, or -1 if it has none. */
  int find(long id) {
    return ids.find(id);
  }

  int rows() {
    return ids.size();
  }

  long get(int row, int column) {
    return cells[row * columns + column];
  }

  int position(int row, int column) {
    return (int) get(row, column);
  }

  void set(int row, int column, long value) {
    cells[row * columns + column] = value;
  }
}

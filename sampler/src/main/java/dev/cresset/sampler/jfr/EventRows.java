package dev.cresset.sampler.jfr;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Events that wait for their turn: they are handed on in the order of their stacks, so that who
 * looks at a stack has just seen one that is much the same. One thread.
 */
final class EventRows {
  private static final int MAX_ROWS = 1 << 15;

  private final int[] ranks;
  private final Consumer<JfrEvent> target;
  private final JfrEvent event = new JfrEvent();
  private long[] cells = new long[256 * JfrEvent.COLUMNS];
  private int size;

  /**
   * @param ranks of the stacks
   */
  EventRows(int[] ranks, Consumer<JfrEvent> target) {
    this.ranks = ranks;
    this.target = target;
  }

  /** Where in {@link #cells} the next row begins. */
  int next() {
    if (size == MAX_ROWS) {
      flush();
    }
    int from = size * JfrEvent.COLUMNS;
    if (from == cells.length) {
      cells = Arrays.copyOf(cells, cells.length * 2);
    }
    size++;
    return from;
  }

  long[] cells() {
    return cells;
  }

  /** Hands on those that wait. */
  void flush() {
    for (int row : order()) {
      event.point(cells, row * JfrEvent.COLUMNS);
      target.accept(event);
    }
    Arrays.fill(cells, 0, size * JfrEvent.COLUMNS, 0);
    size = 0;
  }

  /** The rows by their stacks' ranks, and those of one stack as they came. */
  private int[] order() {
    int[] starts = new int[ranks.length + 2];
    for (int row = 0; row < size; row++) {
      starts[place(row) + 1]++;
    }
    for (int place = 1; place < starts.length; place++) {
      starts[place] += starts[place - 1];
    }
    int[] order = new int[size];
    for (int row = 0; row < size; row++) {
      order[starts[place(row)]++] = row;
    }
    return order;
  }

  /** 0 without a stack. */
  private int place(int row) {
    int stack = (int) cells[row * JfrEvent.COLUMNS + JfrEvent.STACK];
    return stack < 0 || stack >= ranks.length ? 0 : ranks[stack] + 1;
  }
}

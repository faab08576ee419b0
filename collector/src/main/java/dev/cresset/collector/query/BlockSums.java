package dev.cresset.collector.query;

import java.util.Arrays;

/**
 * What a side of a comparison has of each stack trace, in every block. Most stack traces are in few
 * blocks, so only those are kept. One thread.
 */
final class BlockSums {
  /** Blocks that are added up at once: a cache line of them. */
  static final int WIDTH = 8;

  private long[] stacks = new long[1024];
  private long[] values = new long[1024];
  private long[] samples = new long[1024];
  private double[] squares = new double[1024];

  /** Of each stack trace: the blocks it is in as bits, and then what it has in each of them. */
  private long[][] cells = new long[1024][];

  private int size;

  /** The cells that were read last. */
  private final long[] read = new long[1 + BlockPlan.MAX_BLOCKS];

  /**
   * Adds a stack trace.
   *
   * @param squaresSum the sum of the squared values of single samples
   * @param blocks what it has in each block as ClickHouse writes arrays, {@code [1,2,3]}
   */
  void add(long stack, long sampleCount, double squaresSum, String blocks) {
    add(stack, sampleCount, squaresSum, cells(blocks));
  }

  private void add(long stack, long sampleCount, double squaresSum, long[] ofBlocks) {
    if (size == stacks.length) {
      resize(2 * size);
    }
    stacks[size] = stack;
    for (int i = 1; i < ofBlocks.length; i++) {
      values[size] += ofBlocks[i];
    }
    samples[size] = sampleCount;
    squares[size] = squaresSum;
    cells[size++] = ofBlocks;
  }

  private void resize(int capacity) {
    stacks = Arrays.copyOf(stacks, capacity);
    values = Arrays.copyOf(values, capacity);
    samples = Arrays.copyOf(samples, capacity);
    squares = Arrays.copyOf(squares, capacity);
    cells = Arrays.copyOf(cells, capacity);
  }

  private long[] cells(String blocks) {
    long filled = 0;
    int cell = 1;
    int from = 1;
    for (int block = 0; from < blocks.length(); block++) {
      int comma = blocks.indexOf(',', from);
      int to = comma < 0 ? blocks.length() - 1 : comma;
      long value = number(blocks, from, to);
      if (value != 0) {
        filled |= 1L << block;
        read[cell++] = value;
      }
      from = to + 1;
    }
    read[0] = filled;
    return Arrays.copyOf(read, cell);
  }

  /** There are millions of them, and the driver would box each twice if it were to read them. */
  private static long number(String text, int from, int to) {
    boolean negative = text.charAt(from) == '-';
    long number = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return negative ? -number : number;
  }

  /** Some of the stack traces, by their places in here. */
  BlockSums only(int[] places) {
    BlockSums some = new BlockSums();
    for (int i : places) {
      some.add(stacks[i], samples[i], squares[i], cells[i]);
    }
    return some;
  }

  int size() {
    return size;
  }

  /** Their ids. */
  long[] stacks() {
    return Arrays.copyOf(stacks, size);
  }

  long[] values() {
    return Arrays.copyOf(values, size);
  }

  long[] samples() {
    return Arrays.copyOf(samples, size);
  }

  double[] squares() {
    return Arrays.copyOf(squares, size);
  }

  /**
   * Adds what a stack trace has in {@link #WIDTH} blocks to sums of theirs.
   *
   * @param from where the first block's sum is
   */
  void addTo(double[] sums, int from, int index, int firstBlock) {
    long[] ofStack = cells[index];
    int cell = 1 + Long.bitCount(ofStack[0] & ((1L << firstBlock) - 1));
    long filled = ofStack[0] >>> firstBlock & ((1L << WIDTH) - 1);
    for (; filled != 0; filled &= filled - 1) {
      sums[from + Long.numberOfTrailingZeros(filled)] += ofStack[cell++];
    }
  }
}

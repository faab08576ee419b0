package dev.cresset.collector.query;

import java.time.Duration;

/**
 * What queries may cost. Past any of these one is refused, and the refusal says what to ask
 * instead.
 *
 * @param time in ClickHouse, and how long a query waits for its turn
 * @param memory of each of a query's statements in ClickHouse, in bytes
 * @param concurrent how many queries for stack traces run at once
 * @param stacks distinct stack traces that are read for one
 * @param treeNodes nodes of a tree before it is pruned for display
 * @param rows of any other answer: releases, label values, points of a series
 * @param comparedWindows of a side of a comparison; of more than these some are compared
 */
public record QueryLimits(
    Duration time,
    long memory,
    int concurrent,
    int stacks,
    int treeNodes,
    int rows,
    int comparedWindows) {
  private static final int COMPARED_WINDOWS = 20_000;
  private static final int CONCURRENT = 4;
  private static final int MAX_NODES = 4_000_000;

  /** About what a node takes, in its tree and in the answer. */
  private static final int BYTES_A_NODE = 64;

  private static final int NODES_A_STACK = 4;

  /** As many windows compared as usual. */
  public QueryLimits(
      Duration time, long memory, int concurrent, int stacks, int treeNodes, int rows) {
    this(time, memory, concurrent, stacks, treeNodes, rows, COMPARED_WINDOWS);
  }

  /**
   * Limits under which queries take at most about a quarter of a heap, and what is remembered of
   * their stack traces half as much.
   *
   * @param heap its maximum, in bytes
   */
  public static QueryLimits ofHeap(long heap) {
    return ofHeap(heap, CONCURRENT);
  }

  /**
   * The same for another number of queries at once.
   *
   * @param heap its maximum, in bytes
   */
  public static QueryLimits ofHeap(long heap, int concurrent) {
    int nodes = Math.clamp(heap / 4 / concurrent / BYTES_A_NODE, 100_000, MAX_NODES);
    return new QueryLimits(
        Duration.ofSeconds(30), 1L << 30, concurrent, nodes / NODES_A_STACK, nodes, 100_000);
  }

  /** These, but with no more memory in ClickHouse than this. */
  public QueryLimits withMemory(long most) {
    return new QueryLimits(
        time, Math.min(memory, most), concurrent, stacks, treeNodes, rows, comparedWindows);
  }
}

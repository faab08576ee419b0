package dev.cresset.collector.query;

import java.time.Duration;

/**
 * What one query may cost. Past any of these it is refused, and the refusal says what to ask
 * instead.
 *
 * @param time in ClickHouse
 * @param memory in ClickHouse, in bytes
 * @param stacks distinct stack traces that are read
 * @param treeNodes nodes of a tree before it is pruned for display
 * @param rows of any other answer: releases, label values, points of a series
 */
public record QueryLimits(Duration time, long memory, int stacks, int treeNodes, int rows) {
  public static final QueryLimits DEFAULT =
      new QueryLimits(Duration.ofSeconds(30), 1L << 30, 1_000_000, 4_000_000, 100_000);
}

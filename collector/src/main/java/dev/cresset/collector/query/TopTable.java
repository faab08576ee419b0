package dev.cresset.collector.query;

import java.util.List;

/**
 * The functions of a selection, exact and never truncated before they are added up.
 *
 * @param unit of all values
 * @param total of the whole selection
 * @param rows by self value, largest first
 */
public record TopTable(String unit, long total, List<Row> rows) {
  /**
   * @param function its name
   * @param self value with the function as the leaf
   * @param total value of the stack traces the function is on, each counted once
   * @param samples how many samples {@code total} stands for
   */
  public record Row(String function, FrameKind kind, long self, long total, long samples) {}
}

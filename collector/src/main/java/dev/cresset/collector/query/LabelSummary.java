package dev.cresset.collector.query;

import java.util.List;

/**
 * A label's name with its values, the most frequent first.
 *
 * @param omitted how many less frequent values were left out
 */
public record LabelSummary(String name, List<Value> values, long omitted) {
  /**
   * @param samples how many samples carry the value
   */
  public record Value(String value, long samples) {}
}

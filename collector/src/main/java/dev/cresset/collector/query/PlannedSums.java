package dev.cresset.collector.query;

import dev.cresset.collector.store.Gauges;

/** Sums by stack trace, out of the tables that a plan names. */
final class PlannedSums {
  static final String LABEL_SET = "label_set";

  private final SelectionSql selections;

  PlannedSums(SelectionSql selections) {
    this.selections = selections;
  }

  /**
   * {@code FROM}: rows with the columns {@code stack}, {@code summed} and {@code counted}, of which
   * a stack trace has several.
   *
   * @param column a further column that rows are told apart by: of profiles, or {@link #LABEL_SET};
   *     empty for none
   */
  Sql from(Selection selection, Plan plan, String column) {
    return plan.from(
        times -> ofProfiles(column, selection, times),
        buckets -> ofBuckets(column, selection, buckets));
  }

  private Sql ofProfiles(String column, Selection selection, TimeRanges times) {
    Sql where = selections.ofWindows(selection, times);
    // Of a pair, the label set is known only after it was looked up.
    String ofProfile = column.equals(LABEL_SET) ? "" : listed(column);
    String value = Gauges.contains(selection.type()) ? Gauges.WEIGHTED : "v";
    Sql byNumber =
        new Sql()
            .add("SELECT " + ofProfile + "dictionary, number,")
            .add("sum(" + value + ") AS summed, sum(n) AS counted")
            .add(selections.fromSamples(selection, where))
            .add("GROUP BY " + ofProfile + "dictionary, number");
    return new Sql()
        .add("SELECT " + listed(column) + "stack, summed, counted")
        .add(SelectionSql.fromPairs(byNumber, where));
  }

  private Sql ofBuckets(String column, Selection selection, Plan.Buckets buckets) {
    return new Sql()
        .add("SELECT " + listed(column) + "stack, sum(value) AS summed, sum(samples) AS counted")
        .add(buckets.from("rollup"))
        .add(selections.ofBuckets(selection, buckets.times()))
        .add("GROUP BY " + listed(column) + "stack")
        // What a profile no longer has since it came again stays as a row of nothing.
        .add("HAVING summed != 0 OR counted != 0");
  }

  private static String listed(String column) {
    return column.isEmpty() ? "" : column + ", ";
  }
}

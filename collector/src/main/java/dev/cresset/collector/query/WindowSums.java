package dev.cresset.collector.query;

import dev.cresset.collector.store.Gauges;

/** The windows of a selection's profiles. */
final class WindowSums {
  private static final double NANOS = 1e9;

  private final Database database;
  private final SelectionSql selections;

  WindowSums(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  /**
   * All windows together.
   *
   * @param rows how many profiles, or buckets of them; 0 if there are none
   * @param windows about how many profiles: of a bucket as many as the longest goes into it
   * @param profiledNanos their summed length
   * @param longestNanos the longest of them
   * @param first start of the first, in milliseconds since the epoch
   * @param last start of the last
   */
  record Total(
      long rows, long windows, long profiledNanos, long longestNanos, long first, long last) {
    private static final Total NONE = new Total(0, 0, 0, 0, 0, 0);

    /** As long as a window is on average. */
    long windowNanos() {
      return profiledNanos / Math.max(1, windows);
    }

    /** From the start of the first to about the end of the last. */
    long spannedNanos() {
      return 1_000_000 * (last - first) + longestNanos;
    }

    /** Of a sum of levels times seconds, what there was at a time. */
    long average(long levelSeconds) {
      return Math.round(levelSeconds * (NANOS / Math.max(1, spannedNanos())));
    }
  }

  Total total(Selection selection, Plan plan) {
    return database.queryFew(
        new Sql()
            .add(
                "SELECT count(), sum(intDiv(profiled, greatest(longest, 1))), sum(profiled), max(longest),")
            .add("min(earliest), max(latest)")
            .add(from(selection, plan)),
        rows ->
            rows.next() && rows.getLong(1) > 0
                ? new Total(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getLong(4),
                    rows.getLong(5),
                    rows.getLong(6))
                : Total.NONE);
  }

  /**
   * {@code FROM}: rows with {@code release}, {@code at}, {@code earliest} and {@code latest} in
   * milliseconds, {@code instances}, {@code profiled}, {@code windowed} and {@code longest} in
   * nanoseconds, and {@code summed} and {@code counted} of all samples, whatever their labels.
   */
  Sql from(Selection selection, Plan plan) {
    return plan.from(
        times -> ofProfiles(selection, times), buckets -> ofBuckets(buckets, selection));
  }

  private Sql ofProfiles(Selection selection, TimeRanges times) {
    String value =
        Gauges.contains(selection.type())
            ? "arraySum(v -> " + Gauges.WEIGHTED + ", value)"
            : "arraySum(value)";
    return new Sql()
        .add("SELECT release, toUnixTimestamp64Milli(start) AS at, at AS earliest, at AS latest,")
        .add("[instance] AS instances, sum(duration_ns) AS profiled, max(duration_ns) AS windowed,")
        .add("windowed AS longest, sum(" + value + ") AS summed, sum(arraySum(samples)) AS counted")
        .add("FROM profiles FINAL")
        .add(selections.ofWindows(selection, times))
        .add("GROUP BY release, environment, instance, start");
  }

  private Sql ofBuckets(Plan.Buckets buckets, Selection selection) {
    return new Sql()
        .add("SELECT release, 1000 * toInt64(toUnixTimestamp(bucket)) AS at,")
        .add("toUnixTimestamp64Milli(first) AS earliest, toUnixTimestamp64Milli(last) AS latest,")
        .add("instances, profiled_ns AS profiled, window_ns AS windowed, longest_ns AS longest,")
        .add("value AS summed, samples AS counted")
        .add(buckets.from("windows"))
        .add(selections.ofColumns(selection, buckets.times()));
  }
}

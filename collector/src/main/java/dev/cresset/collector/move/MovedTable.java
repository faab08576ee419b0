package dev.cresset.collector.move;

import java.util.List;
import java.util.Set;

/**
 * A table whose rows are moved.
 *
 * @param chunk what rows that are moved together have in common, as a number
 * @param identity what a row is known by at the other end; empty for all columns that are stored
 */
record MovedTable(String name, String chunk, List<String> identity) {
  private static final String DAY = "toUInt32(toDate(bucket))";
  private static final String MONTH = "toUInt32(toYYYYMM(bucket))";

  /** Of ids, which are hashes; tables are sorted by them, so each part is read by itself. */
  private static final String OF_IDS = "intDiv(id, 1152921504606846976)";

  private static final List<String> OF_SUMS =
      List.of(
          "tenant", "service", "type", "release", "environment", "stack", "label_set", "bucket");

  private static final List<String> OF_WINDOWS =
      List.of("tenant", "service", "type", "release", "environment", "bucket");

  private static final List<String> OF_BUCKETS =
      List.of("tenant", "service", "type", "seconds", "bucket");

  /** What a bucket is made of, before the bucket is. */
  static final MovedTable LEDGER =
      new MovedTable("rolled", "toUInt32(toYYYYMM(bucket))", OF_BUCKETS);

  /**
   * In this order: nothing refers to what is not there. Sums and windows of a bucket can be newer
   * at the other end, where more of its profiles have arrived, and so are known by their keys.
   */
  static final List<MovedTable> REFERRED_TO =
      List.of(
          new MovedTable("frames", OF_IDS, List.of()),
          new MovedTable("stacks", OF_IDS, List.of()),
          new MovedTable("label_sets", OF_IDS, List.of()),
          new MovedTable("numbers", "intDiv(dictionary, 1152921504606846976)", List.of()));

  /**
   * With the first and the last time, of which there may be an earlier or later one on each end.
   */
  static final MovedTable SIGHTINGS =
      new MovedTable(
          "sightings",
          "0",
          List.of("tenant", "service", "type", "unit", "release", "environment", "instance"));

  /** A time, of which the latest counts: there may be a later one at the other end. */
  static final MovedTable GIVEN_UP = new MovedTable("profiles_from", "0", List.of("tenant"));

  /** The same of minutes by stack trace. */
  static final MovedTable MINUTES_FROM = new MovedTable("minutes_from", "0", List.of("tenant"));

  static final List<MovedTable> ROLLED_UP =
      List.of(
          new MovedTable("rollup_1h", MONTH, OF_SUMS),
          new MovedTable("windows_1h", MONTH, OF_WINDOWS),
          new MovedTable("rollup_1m", DAY, OF_SUMS),
          new MovedTable("windows_1m", DAY, OF_WINDOWS));

  /**
   * Rows are wide, and sorted before the first is sent: of an hour, that does not take long. Parts
   * of other days are not read for this expression, as EXPLAIN says; for a division they would be.
   */
  static final MovedTable PROFILES =
      new MovedTable("profiles", "toUInt32(toStartOfHour(start))", List.of());

  /** What each storage says of itself. */
  static final Set<String> NOT_MOVED = Set.of("migrations", "rolled_until");
}

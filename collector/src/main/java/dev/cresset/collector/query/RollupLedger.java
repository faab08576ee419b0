package dev.cresset.collector.query;

import static dev.cresset.collector.store.ProfileStore.TENANT;

import dev.cresset.collector.query.LabelMatcher.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the rollup job has written down, as far as a question is concerned. */
final class RollupLedger {
  private final Database database;

  RollupLedger(Database database) {
    this.database = database;
  }

  /** Whether rollups have what the selection tells apart. */
  static boolean canAnswer(Selection selection) {
    return !selection.filters(Field.INSTANCE);
  }

  /**
   * An hour.
   *
   * @param whole whether its row, and those of all its minutes, may be used, and it has what they
   *     have
   * @param once whether its row was written but once
   * @param minutesOnce whether those of its minutes were
   * @param profiles how many its minutes are made of
   * @param unfinished starts of the minutes that must not be used
   */
  record Hour(
      boolean whole, boolean once, boolean minutesOnce, long profiles, List<Long> unfinished) {}

  /**
   * What there is of a time.
   *
   * @param closed what began before, in milliseconds since the epoch, has been rolled up
   * @param hours by their start
   */
  record Entries(long closed, Map<Long, Hour> hours) {}

  /** What there is of the hours that have anything between two times and was rolled up. */
  Entries closed(Selection selection, long from, long to) {
    return entries(
        selection,
        from,
        new Sql()
            .add("least(toDateTime(?, 'UTC'), (SELECT argMax(closed, received)", to / 1000)
            .add("FROM rolled_until WHERE tenant = ?))", TENANT));
  }

  /** The same again, as far as it was closed then. */
  Map<Long, Hour> hours(Selection selection, long from, long closed) {
    return entries(selection, from, new Sql().add("toDateTime(?, 'UTC')", closed / 1000)).hours;
  }

  private Entries entries(Selection selection, long from, Sql to) {
    return database.query(
        new Sql()
            .add("WITH")
            .add(to)
            .add("AS until")
            .add("SELECT 1000 * toUnixTimestamp(toStartOfHour(bucket)) AS hour,")
            .add("maxIf(latest, seconds = 3600) AS own,")
            .add("sumIf(intDiv(latest, 2), seconds = 60) AS profiles,")
            .add("arraySort(groupArrayIf(1000 * toUnixTimestamp(bucket),")
            .add("seconds = 60 AND latest % 2 = 0)) AS unfinished,")
            .add("sumIf(times, seconds = 3600) <= 1, maxIf(times, seconds = 60) <= 1,")
            .add("1000 * toUnixTimestamp(until)")
            .add("FROM (SELECT seconds, bucket, max(state) AS latest, sum(begun) AS times")
            .add("FROM rolled")
            .add(ofType(selection))
            .add("AND bucket >= toDateTime(?, 'UTC') AND bucket < until", from / 1000)
            .add("GROUP BY seconds, bucket) GROUP BY hour"),
        RollupLedger::readEntries);
  }

  private static Entries readEntries(ResultSet rows) throws SQLException {
    Map<Long, Hour> hours = new HashMap<>();
    long closed = 0;
    while (rows.next()) {
      closed = rows.getLong(7);
      long own = rows.getLong(2);
      long profiles = rows.getLong(3);
      List<Long> unfinished =
          Arrays.stream((Object[]) rows.getArray(4).getArray())
              .map(start -> ((Number) start).longValue())
              .toList();
      // Of an old hour the minutes may be gone.
      boolean whole = own % 2 == 1 && own / 2 >= profiles && unfinished.isEmpty();
      hours.put(
          rows.getLong(1),
          new Hour(whole, rows.getBoolean(5), rows.getBoolean(6), profiles, unfinished));
    }
    return new Entries(closed, hours);
  }

  /**
   * The starts of minutes that have more than the ledger knows of. Rows are at least as many as
   * profiles, and those at least as many as were rolled up; so where rows are no more than that,
   * nothing is missing. Where they are fewer, profiles were deleted as the disk was full.
   */
  SortedSet<Long> outdatedMinutes(Selection selection, long from, long to) {
    Sql profiles =
        new Sql()
            .add("FROM profiles")
            .add(ofType(selection))
            .add("AND start >= fromUnixTimestamp64Milli(?)", from)
            .add("AND start < fromUnixTimestamp64Milli(?)", to);
    return database.query(
        new Sql()
            .add("SELECT arrived.minute FROM (")
            .add("SELECT toUnixTimestamp(toStartOfMinute(start)) AS minute, count() AS stored")
            .add(profiles)
            .add("AND toStartOfMinute(start) IN (SELECT toStartOfMinute(start)")
            .add(profiles)
            .add(
                "AND received >= (SELECT max(received) FROM rolled_until WHERE tenant = ?))",
                TENANT)
            .add("GROUP BY minute) AS arrived LEFT JOIN (")
            .add("SELECT toUnixTimestamp(bucket) AS minute, max(state) AS latest FROM rolled")
            .add(ofType(selection))
            .add("AND seconds = 60 AND bucket >= toDateTime(?, 'UTC')", from / 1000)
            .add("GROUP BY minute) AS known ON arrived.minute = known.minute")
            .add("WHERE latest % 2 = 0 OR intDiv(latest, 2) < stored"),
        rows -> {
          SortedSet<Long> minutes = new TreeSet<>();
          while (rows.next()) {
            minutes.add(1000 * rows.getLong(1));
          }
          return minutes;
        });
  }

  private static Sql ofType(Selection selection) {
    return new Sql()
        .add("WHERE tenant = ? AND service = ?", TENANT, selection.service())
        .add("AND type = ?", selection.type());
  }
}

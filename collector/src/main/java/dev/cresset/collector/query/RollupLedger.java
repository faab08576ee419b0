package dev.cresset.collector.query;

import static dev.cresset.collector.store.ProfileStore.TENANT;

import dev.cresset.collector.query.LabelMatcher.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the rollup job has written down, as far as a question is concerned. */
final class RollupLedger {
  private static final long NO_HOUR = 0;

  private final Database database;

  RollupLedger(Database database) {
    this.database = database;
  }

  /** Whether rollups have what the selection tells apart. */
  static boolean canAnswer(Selection selection) {
    return !selection.filters(Field.INSTANCE);
  }

  /**
   * An hour: the highest states, and how often buckets were begun.
   *
   * @param own its own state
   * @param ownTimes how often its own row was written
   * @param profiles how many its minutes are made of
   * @param minuteTimes how often those of its minutes were written that was written most often
   * @param unfinished starts of the minutes that must not be used
   */
  record Hour(long own, long ownTimes, long profiles, long minuteTimes, List<Long> unfinished) {
    /**
     * Whether its row, and those of all its minutes, may be used, and it has what they have. Of an
     * old hour the minutes may be gone.
     */
    boolean whole() {
      return own % 2 == 1 && own / 2 >= profiles && unfinished.isEmpty();
    }

    /** Whether its row was written but once. */
    boolean once() {
      return ownTimes <= 1;
    }

    /** Whether those of its minutes were. */
    boolean minutesOnce() {
      return minuteTimes <= 1;
    }

    /** With other buckets of the same hour. */
    private Hour and(Hour other) {
      return new Hour(
          Math.max(own, other.own),
          ownTimes + other.ownTimes,
          profiles + other.profiles,
          Math.max(minuteTimes, other.minuteTimes),
          Stream.of(unfinished, other.unfinished).flatMap(List::stream).sorted().toList());
    }
  }

  /**
   * What there is of a time.
   *
   * @param from start of the first hour
   * @param to what was asked for; of what begins later nothing is known
   * @param closed what began before has been rolled up; 0 if nothing was ever
   * @param hours that have anything, by their start
   */
  record Entries(long from, long to, long closed, SortedMap<Long, Hour> hours) {}

  /**
   * What there is of a time now, and what there is of a part of it that was known before.
   *
   * @param before hours up to {@code closed} as it was then
   */
  record Again(Entries now, SortedMap<Long, Hour> before) {}

  /** What there is of the hours that have anything between two times and was rolled up. */
  Entries entries(Selection selection, long from, long to) {
    return again(selection, from, to, from).now;
  }

  /**
   * The same again.
   *
   * @param closed as it was before
   */
  Again again(Selection selection, long from, long to, long closed) {
    return database.queryFew(
        new Sql()
            .add("WITH least(toDateTime(?, 'UTC'), (SELECT argMax(closed, received)", to / 1000)
            .add("FROM rolled_until WHERE tenant = ?)) AS until", TENANT)
            .add("SELECT hour, before, 1000 * toUnixTimestamp(until), own, own_times,")
            .add("profiles, minute_times, unfinished")
            // One row, without an hour, if there is nothing: that says until when there is not.
            .add("FROM (SELECT 1 AS one) AS always LEFT JOIN (SELECT 1 AS one,")
            .add("1000 * toUnixTimestamp(toStartOfHour(bucket)) AS hour,")
            .add("bucket < toDateTime(?, 'UTC') AS before,", closed / 1000)
            .add("maxIf(latest, seconds = 3600) AS own,")
            .add("sumIf(times, seconds = 3600) AS own_times,")
            .add("sumIf(intDiv(latest, 2), seconds = 60) AS profiles,")
            .add("maxIf(times, seconds = 60) AS minute_times,")
            .add("arraySort(groupArrayIf(1000 * toUnixTimestamp(bucket),")
            .add("seconds = 60 AND latest % 2 = 0)) AS unfinished")
            .add("FROM (SELECT seconds, bucket, max(state) AS latest, sum(begun) AS times")
            .add("FROM rolled")
            .add(ofType(selection))
            .add("AND bucket >= toDateTime(?, 'UTC') AND bucket < until", from / 1000)
            .add("GROUP BY seconds, bucket) GROUP BY hour, before) AS known USING (one)"),
        rows -> readHours(rows, from, to));
  }

  private static Again readHours(ResultSet rows, long from, long to) throws SQLException {
    SortedMap<Long, Hour> now = new TreeMap<>();
    SortedMap<Long, Hour> before = new TreeMap<>();
    long closed = 0;
    while (rows.next()) {
      closed = rows.getLong(3);
      long start = rows.getLong(1);
      if (start == NO_HOUR) {
        continue;
      }
      Hour part = hour(rows);
      now.merge(start, part, Hour::and);
      if (rows.getBoolean(2)) {
        before.put(start, part);
      }
    }
    return new Again(new Entries(from, to, closed, now), before);
  }

  private static Hour hour(ResultSet row) throws SQLException {
    List<Long> unfinished =
        Arrays.stream((Object[]) row.getArray(8).getArray())
            .map(start -> ((Number) start).longValue())
            .toList();
    return new Hour(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), unfinished);
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
    return database.queryFew(
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

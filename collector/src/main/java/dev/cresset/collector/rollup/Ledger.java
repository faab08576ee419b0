package dev.cresset.collector.rollup;

import dev.cresset.collector.store.UnfinishedHours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What of each bucket is rolled up, as the tables {@code rolled} and {@code rolled_until} say. */
final class Ledger {
  private final RollupDatabase database;
  private final String tenant;

  Ledger(RollupDatabase database, String tenant) {
    this.database = database;
    this.tenant = tenant;
  }

  /**
   * A bucket's row.
   *
   * @param profiles how many different ones it is made of
   * @param whole whether it is usable: all its rows were written
   */
  record Entry(long profiles, boolean whole) {
    static final Entry NONE = new Entry(0, false);
  }

  /**
   * How far the job has come: everything received before one time, for windows that began before
   * the other, is in the ledger.
   */
  record Progress(Instant received, Instant closed) {
    static final Progress NONE = new Progress(Instant.EPOCH, Instant.EPOCH);
  }

  Progress progress() throws SQLException {
    return database.query(
        "SELECT toUnixTimestamp64Milli(max(received)), toUnixTimestamp(argMax(closed, received))"
            + " FROM rolled_until WHERE tenant = ?",
        List.of(tenant),
        rows ->
            rows.next()
                ? new Progress(
                    Instant.ofEpochMilli(rows.getLong(1)), Instant.ofEpochSecond(rows.getLong(2)))
                : Progress.NONE);
  }

  void advance(Progress progress) throws SQLException {
    database.insert(
        "rolled_until", List.of(List.of(tenant, progress.received(), progress.closed())));
  }

  /** The rows of one kind of bucket that begin in a range. */
  Map<Bucket, Entry> entries(int seconds, Instant from, Instant to) throws SQLException {
    return database.query(
        """
        SELECT service, type, toUnixTimestamp(bucket), intDiv(max(state), 2), max(state) % 2
        FROM rolled
        WHERE tenant = ? AND seconds = ? AND bucket >= toDateTime(?, 'UTC')
            AND bucket < toDateTime(?, 'UTC')
        GROUP BY service, type, bucket\
        """,
        List.of(tenant, seconds, from.getEpochSecond(), to.getEpochSecond()),
        rows -> {
          Map<Bucket, Entry> entries = new HashMap<>();
          while (rows.next()) {
            entries.put(
                new Bucket(
                    rows.getString(1), rows.getString(2), Instant.ofEpochSecond(rows.getLong(3))),
                new Entry(rows.getLong(4), rows.getBoolean(5)));
          }
          return entries;
        });
  }

  /**
   * What the minutes of the hours in a range come to: their profiles, and whether all are whole.
   */
  Map<Bucket, Entry> hoursOfMinutes(Instant from, Instant to) throws SQLException {
    Map<Bucket, Entry> hours = new HashMap<>();
    entries(Bucket.MINUTE, from, to)
        .forEach((minute, entry) ->
            hours.merge(
                new Bucket(
                    minute.service(), minute.type(), Bucket.floor(minute.start(), Bucket.HOUR)),
                entry,
                (a, b) -> new Entry(a.profiles + b.profiles, a.whole && b.whole)));
    return hours;
  }

  /** The hours in a range that have minutes. */
  SortedSet<Instant> hours(Instant from, Instant to) throws SQLException {
    return database.query(
        """
        SELECT DISTINCT toUnixTimestamp(toStartOfHour(bucket)) FROM rolled
        WHERE tenant = ? AND seconds = 60
            AND bucket >= toDateTime(?, 'UTC') AND bucket < toDateTime(?, 'UTC')\
        """,
        List.of(tenant, from.getEpochSecond(), to.getEpochSecond()),
        Ledger::readTimes);
  }

  /**
   * The hours in which something was begun and not ended, by whomever; an hour begins with its
   * first minute.
   *
   * @param over the hours before are
   */
  SortedSet<Instant> unfinishedHours(Instant from, Instant over) throws SQLException {
    String unfinished =
        UnfinishedHours.sql(
            "tenant = ? AND bucket >= toDateTime(?, 'UTC')", "hour < toDateTime(?, 'UTC')");
    return database.query(
        "SELECT DISTINCT toUnixTimestamp(hour) FROM (" + unfinished + ")",
        List.of(tenant, from.getEpochSecond(), over.getEpochSecond()),
        Ledger::readTimes);
  }

  /** Reads a column of seconds since the epoch. */
  static SortedSet<Instant> readTimes(ResultSet rows) throws SQLException {
    SortedSet<Instant> times = new TreeSet<>();
    while (rows.next()) {
      times.add(Instant.ofEpochSecond(rows.getLong(1)));
    }
    return times;
  }

  /**
   * Writes a row for each bucket.
   *
   * @param whole false before the bucket's own rows are written, true after
   */
  void write(int seconds, Map<Bucket, Long> profiles, boolean whole) throws SQLException {
    List<List<?>> rows = new ArrayList<>();
    profiles.forEach((bucket, count) ->
        rows.add(
            List.of(
                tenant,
                bucket.service(),
                bucket.type(),
                seconds,
                bucket.start(),
                2 * count + (whole ? 1 : 0),
                whole ? 0 : 1)));
    if (!rows.isEmpty()) {
      database.insert("rolled", rows);
    }
  }
}

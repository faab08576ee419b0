package dev.cresset.collector.rollup;

import dev.cresset.collector.rollup.Ledger.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What the table of profiles has in each bucket. */
final class StoredProfiles {
  private final RollupDatabase database;
  private final String tenant;

  StoredProfiles(RollupDatabase database, String tenant) {
    this.database = database;
    this.tenant = tenant;
  }

  /**
   * @param profiles how many
   * @param entries of all of them together
   */
  record Count(long profiles, long entries) {}

  /** The storage's clock, by which rows are received. */
  Instant now() throws SQLException {
    return database.query(
        "SELECT toUnixTimestamp64Milli(now64(3))",
        List.of(),
        rows -> {
          rows.next();
          return Instant.ofEpochMilli(rows.getLong(1));
        });
  }

  /** The hours between two times that have something the job has not seen. */
  SortedSet<Instant> unseenHours(Progress seen, Instant from, Instant to) throws SQLException {
    return database.query(
        "SELECT DISTINCT toUnixTimestamp(toStartOfHour(start)) FROM profiles"
            + between(
                " AND (received >= fromUnixTimestamp64Milli(?)"
                    + " OR start >= fromUnixTimestamp64Milli(?))"),
        List.of(tenant, ms(from), ms(to), ms(seen.received()), ms(seen.closed())),
        Ledger::readTimes);
  }

  /**
   * Counts the rows of minutes between two times that have something the job has not seen; of a
   * profile that arrived twice there may be two.
   */
  Map<Bucket, Count> rowsOfUnseen(Progress seen, Instant from, Instant to) throws SQLException {
    return database.query(
        "SELECT service, type, toUnixTimestamp(toStartOfMinute(start)) AS minute, count(),"
            + " sum(length(value)) FROM profiles"
            + between("")
            + " GROUP BY service, type, minute"
            + " HAVING max(received) >= fromUnixTimestamp64Milli(?)"
            + " OR max(start) >= fromUnixTimestamp64Milli(?)",
        List.of(tenant, ms(from), ms(to), ms(seen.received()), ms(seen.closed())),
        StoredProfiles::read);
  }

  /** Counts the different profiles of some buckets that all lie between two times. */
  Map<Bucket, Count> different(int seconds, Collection<Bucket> buckets, Instant from, Instant to)
      throws SQLException {
    List<Object> values = new ArrayList<>(List.of(tenant, ms(from), ms(to)));
    return database.query(
        "SELECT service, type, toUnixTimestamp("
            + Buckets.start(seconds)
            + "(start)) AS bucket, count(), sum(length(value)) FROM profiles FINAL"
            + between(" AND ")
            + Buckets.among("start", seconds, buckets, values)
            + " GROUP BY service, type, bucket",
        values,
        StoredProfiles::read);
  }

  private static String between(String more) {
    return " WHERE tenant = ? AND start >= fromUnixTimestamp64Milli(?)"
        + " AND start < fromUnixTimestamp64Milli(?)"
        + more;
  }

  private static Map<Bucket, Count> read(ResultSet rows) throws SQLException {
    Map<Bucket, Count> counts = new HashMap<>();
    while (rows.next()) {
      counts.put(
          new Bucket(rows.getString(1), rows.getString(2), Instant.ofEpochSecond(rows.getLong(3))),
          new Count(rows.getLong(4), rows.getLong(5)));
    }
    return counts;
  }

  private static long ms(Instant time) {
    return time.toEpochMilli();
  }
}

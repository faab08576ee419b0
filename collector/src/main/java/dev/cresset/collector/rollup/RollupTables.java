package dev.cresset.collector.rollup;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the rows of buckets: minutes from profiles, and hours from minutes, or from profiles where
 * minutes are not kept as long. The version of each row is how many profiles its bucket has by the
 * ledger: an hour, those of its minutes.
 */
final class RollupTables {
  private static final String STACKS_OF_PROFILES =
      """
      SELECT {tenant}, service, type, release, environment, stack, label_set,
          toDateTime(at, 'UTC'), sum(summed), sum(counted), any(version)
      FROM (
          SELECT sums.service AS service, sums.type AS type, release, environment,
              pairs.stack AS stack, pairs.label_set AS label_set, sums.at AS at, summed, counted
          FROM (
              SELECT service, type, release, environment, dictionary, number,
                  toUnixTimestamp({start}(start)) AS at, sum({addend}) AS summed,
                  sum(n) AS counted
              FROM profiles FINAL
              ARRAY JOIN number AS number, value AS v, samples AS n
              WHERE {profiles}
              GROUP BY service, type, release, environment, at, dictionary, number
          ) AS sums
          LEFT ANY JOIN (
              SELECT dictionary, number, stack, label_set FROM numbers
              WHERE dictionary IN (SELECT dictionary FROM profiles WHERE {profiles})
          ) AS pairs ON sums.dictionary = pairs.dictionary AND sums.number = pairs.number
          %s
      ) AS entries
      INNER JOIN (SELECT * FROM {versions}) AS versions
          ON entries.service = versions.service AND entries.type = versions.type
          AND entries.at = versions.bucket
      GROUP BY service, type, release, environment, stack, label_set, at\
      """;

  /**
   * Rows that are there already, of nothing: a profile that came twice may have other stack traces
   * the second time, and what the first had is to be replaced too.
   */
  private static final String EARLIER =
      """
      UNION ALL
      SELECT service, type, release, environment, stack, label_set,
          toUnixTimestamp(bucket) AS at, 0, 0
      FROM %s
      WHERE {rollups}\
      """;

  private static final String STACKS_OF_MINUTES =
      """
      SELECT {tenant}, sums.service, sums.type, release, environment, stack, label_set,
          toDateTime(sums.at, 'UTC'), summed, counted, versions.version
      FROM (
          SELECT service, type, release, environment, stack, label_set,
              toUnixTimestamp({start}(bucket)) AS at,
              sum(value) AS summed, sum(samples) AS counted
          FROM rollup_1m FINAL
          WHERE {rollups}
          GROUP BY service, type, release, environment, stack, label_set, at
      ) AS sums
      INNER JOIN (SELECT * FROM {versions}) AS versions
          ON sums.service = versions.service AND sums.type = versions.type
          AND sums.at = versions.bucket\
      """;

  private static final String WINDOWS_OF_PROFILES =
      """
      SELECT {tenant}, windows.service, windows.type, toDateTime(windows.minute, 'UTC'),
          release, environment, sum(summed), sum(counted), sum(profiled), sum(longest),
          max(longest), min(at), max(at), arraySort(groupUniqArray(instance)),
          any(versions.version)
      FROM (
          SELECT service, type, release, environment, instance, start AS at,
              toUnixTimestamp({start}(start)) AS minute,
              sum(arraySum(v -> {addend}, value)) AS summed,
              sum(arraySum(samples)) AS counted,
              sum(duration_ns) AS profiled, max(duration_ns) AS longest
          FROM profiles FINAL
          WHERE {profiles}
          GROUP BY service, type, release, environment, instance, start
      ) AS windows
      INNER JOIN (SELECT * FROM {versions}) AS versions
          ON windows.service = versions.service AND windows.type = versions.type
          AND windows.minute = versions.bucket
      GROUP BY windows.service, windows.type, windows.minute, release, environment\
      """;

  private static final String WINDOWS_OF_MINUTES =
      """
      SELECT {tenant}, windows.service, windows.type, toDateTime(windows.hour, 'UTC'),
          release, environment, summed, counted, profiled, windowed, longest, earliest, latest,
          names, versions.version
      FROM (
          SELECT service, type, toUnixTimestamp({start}(bucket)) AS hour,
              release, environment, sum(value) AS summed, sum(samples) AS counted,
              sum(profiled_ns) AS profiled, sum(window_ns) AS windowed,
              max(longest_ns) AS longest, min(first) AS earliest, max(last) AS latest,
              arraySort(groupUniqArrayArray(instances)) AS names
          FROM windows_1m FINAL
          WHERE {rollups}
          GROUP BY service, type, hour, release, environment
      ) AS windows
      INNER JOIN (SELECT * FROM {versions}) AS versions
          ON windows.service = versions.service AND windows.type = versions.type
          AND windows.hour = versions.bucket\
      """;

  private final RollupDatabase database;
  private final String tenant;

  RollupTables(RollupDatabase database, String tenant) {
    this.database = database;
    this.tenant = tenant;
  }

  /**
   * Writes minutes of which nothing was ever written.
   *
   * @param profiles how many each minute has, by the minute
   */
  void writeMinutes(Map<Bucket, Long> profiles) throws SQLException {
    insert("rollup_1m", STACKS_OF_PROFILES.formatted(""), Bucket.MINUTE, profiles);
    writeMinutesWindows(profiles);
  }

  /** Writes minutes of which something may be there already. */
  void writeMinutesAgain(Map<Bucket, Long> profiles) throws SQLException {
    insert("rollup_1m", ofProfilesAgain("rollup_1m"), Bucket.MINUTE, profiles);
    writeMinutesWindows(profiles);
  }

  /** Writes minutes that are too old to have stack traces. */
  void writeMinutesWindows(Map<Bucket, Long> profiles) throws SQLException {
    insert("windows_1m", WINDOWS_OF_PROFILES, Bucket.MINUTE, profiles);
  }

  /**
   * Writes hours from their minutes.
   *
   * @param profiles how many each hour's minutes have, by the hour
   */
  void writeHours(Map<Bucket, Long> profiles) throws SQLException {
    insert("rollup_1h", STACKS_OF_MINUTES, Bucket.HOUR, profiles);
    insert("windows_1h", WINDOWS_OF_MINUTES, Bucket.HOUR, profiles);
  }

  /** Writes hours whose minutes are too old to have stack traces. */
  void writeHoursOfProfiles(Map<Bucket, Long> profiles) throws SQLException {
    insert("rollup_1h", ofProfilesAgain("rollup_1h"), Bucket.HOUR, profiles);
    insert("windows_1h", WINDOWS_OF_MINUTES, Bucket.HOUR, profiles);
  }

  private static String ofProfilesAgain(String table) {
    return STACKS_OF_PROFILES.formatted(EARLIER.formatted(table));
  }

  private void insert(String table, String rows, int seconds, Map<Bucket, Long> profiles)
      throws SQLException {
    BucketStatement statement =
        BucketStatement.of("INSERT INTO " + table + "\n" + rows, tenant, seconds, profiles);
    database.execute(statement.sql(), statement.values());
  }

  /** About how many rows the minutes of each hour have. */
  Map<Bucket, Long> minuteRows(Set<Bucket> hours) throws SQLException {
    List<Object> values = new ArrayList<>();
    String condition = BucketStatement.among("bucket", tenant, Bucket.HOUR, hours, values);
    return database.query(
        "SELECT service, type, toUnixTimestamp(toStartOfHour(bucket)) AS hour, count()"
            + " FROM rollup_1m WHERE "
            + condition
            + " GROUP BY service, type, hour",
        values,
        rows -> {
          Map<Bucket, Long> counts = new HashMap<>();
          while (rows.next()) {
            counts.put(
                new Bucket(
                    rows.getString(1), rows.getString(2), Instant.ofEpochSecond(rows.getLong(3))),
                rows.getLong(4));
          }
          return counts;
        });
  }
}

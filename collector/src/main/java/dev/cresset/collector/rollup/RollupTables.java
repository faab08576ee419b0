package dev.cresset.collector.rollup;

import dev.cresset.collector.store.Gauges;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the rows of buckets: minutes from profiles, hours from minutes. Each bucket's rows have
 * the number of its profiles as their version.
 */
final class RollupTables {
  /**
   * Rows that are there already, of nothing: a profile that came twice may have other stack traces
   * the second time, and what the first had is to be replaced too.
   */
  private static final String EARLIER =
      """
      UNION ALL
      SELECT service, type, release, environment, stack, label_set,
          toUnixTimestamp(bucket) AS minute, 0, 0
      FROM rollup_1m
      WHERE {minutes}\
      """;

  private final RollupDatabase database;
  private final String tenant;

  RollupTables(RollupDatabase database, String tenant) {
    this.database = database;
    this.tenant = tenant;
  }

  /** Writes minutes of which nothing was ever written. */
  void writeMinutes(Map<Bucket, Long> profiles) throws SQLException {
    writeMinutes(profiles, false);
  }

  /** Writes minutes of which something may be there already. */
  void writeMinutesAgain(Map<Bucket, Long> profiles) throws SQLException {
    writeMinutes(profiles, true);
  }

  /**
   * @param profiles how many each minute has, by the minute
   */
  private void writeMinutes(Map<Bucket, Long> profiles, boolean again) throws SQLException {
    run(
        """
        INSERT INTO rollup_1m
        SELECT {tenant}, service, type, release, environment, stack, label_set,
            toDateTime(minute, 'UTC'), sum(summed), sum(counted), any(version)
        FROM (
            SELECT sums.service AS service, sums.type AS type, release, environment,
                pairs.stack AS stack, pairs.label_set AS label_set, sums.minute AS minute,
                summed, counted
            FROM (
                SELECT service, type, release, environment, dictionary, number,
                    toUnixTimestamp(toStartOfMinute(start)) AS minute,
                    sum({addend}) AS summed, sum(n) AS counted
                FROM profiles FINAL
                ARRAY JOIN number AS number, value AS v, samples AS n
                WHERE {buckets}
                GROUP BY service, type, release, environment, minute, dictionary, number
            ) AS sums
            LEFT ANY JOIN (
                SELECT dictionary, number, stack, label_set FROM numbers
                WHERE dictionary IN (SELECT dictionary FROM profiles WHERE {buckets})
            ) AS pairs ON sums.dictionary = pairs.dictionary AND sums.number = pairs.number
            %s
        ) AS entries
        INNER JOIN (SELECT * FROM {versions}) AS versions
            ON entries.service = versions.service AND entries.type = versions.type
            AND entries.minute = versions.bucket
        GROUP BY service, type, release, environment, stack, label_set, minute\
        """
            .formatted(again ? EARLIER : ""),
        "start",
        Bucket.MINUTE,
        profiles);
    run(
        """
        INSERT INTO windows_1m
        SELECT {tenant}, windows.service, windows.type, toDateTime(windows.minute, 'UTC'),
            release, environment, sum(summed), sum(counted), sum(profiled), sum(longest),
            max(longest), min(at), max(at), arraySort(groupUniqArray(instance)),
            any(versions.version)
        FROM (
            SELECT service, type, release, environment, instance, start AS at,
                toUnixTimestamp(toStartOfMinute(start)) AS minute,
                sum(arraySum(v -> {addend}, value)) AS summed,
                sum(arraySum(samples)) AS counted,
                sum(duration_ns) AS profiled, max(duration_ns) AS longest
            FROM profiles FINAL
            WHERE {buckets}
            GROUP BY service, type, release, environment, instance, start
        ) AS windows
        INNER JOIN (SELECT * FROM {versions}) AS versions
            ON windows.service = versions.service AND windows.type = versions.type
            AND windows.minute = versions.bucket
        GROUP BY windows.service, windows.type, windows.minute, release, environment\
        """,
        "start",
        Bucket.MINUTE,
        profiles);
  }

  /**
   * @param profiles how many each hour's minutes have, by the hour
   */
  void writeHours(Map<Bucket, Long> profiles) throws SQLException {
    run(
        """
        INSERT INTO rollup_1h
        SELECT {tenant}, sums.service, sums.type, release, environment, stack, label_set,
            toDateTime(sums.hour, 'UTC'), summed, counted, versions.version
        FROM (
            SELECT service, type, release, environment, stack, label_set,
                toUnixTimestamp(toStartOfHour(bucket)) AS hour,
                sum(value) AS summed, sum(samples) AS counted
            FROM rollup_1m FINAL
            WHERE {buckets}
            GROUP BY service, type, release, environment, stack, label_set, hour
        ) AS sums
        INNER JOIN (SELECT * FROM {versions}) AS versions
            ON sums.service = versions.service AND sums.type = versions.type
            AND sums.hour = versions.bucket\
        """,
        "bucket",
        Bucket.HOUR,
        profiles);
    run(
        """
        INSERT INTO windows_1h
        SELECT {tenant}, windows.service, windows.type, toDateTime(windows.hour, 'UTC'),
            release, environment, summed, counted, profiled, windowed, longest, earliest, latest,
            names, versions.version
        FROM (
            SELECT service, type, toUnixTimestamp(toStartOfHour(bucket)) AS hour,
                release, environment, sum(value) AS summed, sum(samples) AS counted,
                sum(profiled_ns) AS profiled, sum(window_ns) AS windowed,
                max(longest_ns) AS longest, min(first) AS earliest, max(last) AS latest,
                arraySort(groupUniqArrayArray(instances)) AS names
            FROM windows_1m FINAL
            WHERE {buckets}
            GROUP BY service, type, hour, release, environment
        ) AS windows
        INNER JOIN (SELECT * FROM {versions}) AS versions
            ON windows.service = versions.service AND windows.type = versions.type
            AND windows.hour = versions.bucket\
        """,
        "bucket",
        Bucket.HOUR,
        profiles);
  }

  private void run(String template, String time, int seconds, Map<Bucket, Long> profiles)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    // In the order of the text, as the values are taken by position.
    for (String part : template.split("(?=[{])")) {
      String rest = part.substring(part.indexOf('}') + 1);
      if (part.startsWith("{tenant}")) {
        values.add(tenant);
        sql.append('?').append(rest);
      } else if (part.startsWith("{addend}")) {
        sql.append(Gauges.addend()).append(rest);
      } else if (part.startsWith("{buckets}")) {
        sql.append(between(time, seconds, profiles.keySet(), values)).append(rest);
      } else if (part.startsWith("{minutes}")) {
        sql.append(between("bucket", Bucket.MINUTE, profiles.keySet(), values)).append(rest);
      } else if (part.startsWith("{versions}")) {
        sql.append(Buckets.versions(profiles, values)).append(rest);
      } else {
        sql.append(part);
      }
    }
    database.execute(sql.toString(), values);
  }

  private String between(String time, int seconds, Set<Bucket> buckets, List<Object> values) {
    List<Instant> starts = buckets.stream().map(Bucket::start).toList();
    values.add(tenant);
    values.add(Collections.min(starts).getEpochSecond());
    values.add(Collections.max(starts).getEpochSecond() + seconds);
    return "tenant = ? AND %1$s >= toDateTime(?, 'UTC') AND %1$s < toDateTime(?, 'UTC') AND "
            .formatted(time)
        + Buckets.among(time, seconds, buckets, values);
  }

  /** About how many rows the minutes of each hour have. */
  Map<Bucket, Long> minuteRows(Set<Bucket> hours) throws SQLException {
    List<Object> values = new ArrayList<>();
    String condition = between("bucket", Bucket.HOUR, hours, values);
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

package dev.cresset.benchmarks;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a fleet leaves in the tables after 30 days, written there by ClickHouse itself: rollups of
 * all of it, and the profiles of the last hour, of which rollups do not have the last minutes yet.
 * How often stack traces are met follows Zipf's law.
 */
final class RolledUpFleet {
  private static final int STACKS = 20_000;
  private static final int DEPTH = 60;

  /** Stack traces with labels: some have two endpoints. */
  private static final int PAIRS = 26_000;

  private static final int LABEL_SETS = 30;
  private static final int DAYS = 30;
  private static final int SAMPLES_A_WINDOW = 500;
  private static final int WINDOWS_A_MINUTE = 6;

  /**
   * What rollups do not have yet, at the most while the job keeps up: a minute, grace and pause.
   */
  private static final Duration NOT_ROLLED_UP = Duration.ofSeconds(90);

  /** Of which there are profiles. */
  static final Duration COMPARED = Duration.ofHours(1);

  private static final Duration WRITTEN_AT_ONCE = Duration.ofMinutes(5);

  private RolledUpFleet() {}

  /**
   * Twenty thousand stack traces of sixty frames, of 8,192 functions, that part from each other on
   * their way up.
   */
  static void writeStacks(Statement statement) throws SQLException {
    statement.execute(
        """
        INSERT INTO stacks (id, frames) SELECT number + 1, arrayReverse(arrayMap(depth ->
            toInt64(cityHash64(depth, number %% toUInt64(exp2(intDiv(depth, 4))))),
            range(%d)))
        FROM numbers(%d)\
        """
            .formatted(DEPTH, STACKS));
    statement.execute(
        """
        INSERT INTO frames (id, function, class, file, line, kind)
        SELECT DISTINCT arrayJoin(frames) AS frame,
            concat('com.shop.Part', toString(bitAnd(frame, 8191)), '.run'),
            concat('com.shop.Part', toString(bitAnd(frame, 8191))), 'Part.java',
            toInt32(bitAnd(bitShiftRight(frame, 13), 1023)), 'java'
        FROM stacks\
        """);
    statement.execute(
        "INSERT INTO label_sets (id, labels) SELECT number + 1, map('endpoint', concat('/', toString(number)))"
            + " FROM numbers("
            + LABEL_SETS
            + ")");
    statement.execute(
        """
        INSERT INTO numbers (dictionary, number, stack, label_set)
        SELECT 1, number + 1, number %% %d + 1, number %% %d + 1 FROM numbers(%d)\
        """
            .formatted(STACKS, LABEL_SETS, PAIRS));
  }

  /**
   * @param end of the last window
   */
  static void write(Statement statement, String service, int instances, Instant end)
      throws SQLException {
    Instant closed = end.minus(NOT_ROLLED_UP);
    Instant lastHour = closed.truncatedTo(ChronoUnit.HOURS);
    for (int day = DAYS; day >= 0; day--) {
      Instant from = lastHour.minus(Duration.ofDays(day));
      writeBuckets(statement, service, instances, "1h", 3600, from, day == 0 ? 0 : 24);
    }
    // What the edges of ranges can need.
    for (int days : new int[] {0, 1}) {
      Instant from = lastHour.minus(Duration.ofDays(days)).minus(Duration.ofHours(1));
      long minutes = Math.min(120, Duration.between(from, closed).toMinutes());
      writeBuckets(statement, service, instances, "1m", 60, from, minutes);
    }
    Instant from = end.minus(COMPARED);
    // Not at once: it takes memory.
    for (Instant at = from; at.isBefore(end); at = at.plus(WRITTEN_AT_ONCE)) {
      writeProfiles(statement, service, instances, at, at.plus(WRITTEN_AT_ONCE));
    }
    statement.execute("INSERT INTO rolled_until SELECT 'default', now64(3), " + time(closed));
  }

  private static void writeBuckets(
      Statement statement,
      String service,
      int instances,
      String table,
      int seconds,
      Instant from,
      long buckets)
      throws SQLException {
    long samples = (long) instances * SAMPLES_A_WINDOW * WINDOWS_A_MINUTE * seconds / 60;
    long profiles = (long) instances * WINDOWS_A_MINUTE * seconds / 60;
    statement.execute(
        """
        INSERT INTO rollup_%s
        SELECT 'default', '%s', 'cpu', '1.0', 'production', number %% %d + 1,
            number %% %d + 1, %s + intDiv(number, %d) * %d AS bucket,
            10000000 * count AS value, count, %d
        FROM (SELECT number, floor(%d / ((number %% %d + 1) * log(%4$d)) * (0.5 + rand() / exp2(32))
            + rand(1) / exp2(32)) AS count FROM numbers(%d))
        WHERE count > 0\
        """
            .replace("%4$d", Integer.toString(PAIRS))
            .formatted(
                table,
                service,
                STACKS,
                LABEL_SETS,
                time(from),
                PAIRS,
                seconds,
                profiles,
                samples,
                PAIRS,
                PAIRS * buckets));
    statement.execute(
        """
        INSERT INTO windows_%s
        SELECT 'default', '%s', 'cpu', %s + number * %d AS at, '1.0', 'production', 0, 0, %d, %d,
            10000000000, at, at, arrayMap(i -> toString(i), range(%d)), %d
        FROM numbers(%d)\
        """
            .formatted(
                table,
                service,
                time(from),
                seconds,
                profiles * 10_000_000_000L,
                profiles * 10_000_000_000L,
                instances,
                profiles,
                buckets));
    statement.execute(
        """
        INSERT INTO rolled (tenant, service, type, seconds, bucket, state, begun)
        SELECT 'default', '%s', 'cpu', %d, %s + number * %d, %d, 1 FROM numbers(%d)\
        """
            .formatted(service, seconds, time(from), seconds, 2 * profiles + 1, buckets));
  }

  private static void writeProfiles(
      Statement statement, String service, int instances, Instant from, Instant to)
      throws SQLException {
    statement.execute(
        """
        INSERT INTO profiles (tenant, service, type, unit, family, release, environment, instance,
            start, duration_ns, profile_id, dictionary, gap, value, samples)
        WITH arraySort(arrayDistinct(arrayMap(
            i -> toUInt32(floor(pow(%d, rand(i) / exp2(32)))), range(materialize(%d))))) AS met
        SELECT 'default', '%s', 'cpu', 'nanoseconds', 'cpu', '1.0', 'production',
            toString(number %% %d), %s + intDiv(number, %d) * 10, 10000000000, toString(number), 1,
            CAST(arrayConcat([met[1]], arrayPopFront(arrayDifference(met))), 'Array(UInt32)'),
            arrayMap(i -> 10000000, met), arrayMap(i -> 1, met)
        FROM numbers(%d)\
        """
            .formatted(
                PAIRS,
                SAMPLES_A_WINDOW,
                service,
                instances,
                time(from),
                instances,
                instances * WINDOWS_A_MINUTE * Duration.between(from, to).toSeconds() / 60));
    statement.execute(
        """
        INSERT INTO sightings
        SELECT 'default', '%s', 'cpu', 'nanoseconds', '1.0', 'production', '0', %2$s, %2$s\
        """
            .formatted(service, time(from)));
  }

  private static String time(Instant time) {
    return "toDateTime(" + time.getEpochSecond() + ", 'UTC')";
  }
}

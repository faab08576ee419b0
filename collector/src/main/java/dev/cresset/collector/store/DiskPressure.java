package dev.cresset.collector.store;

import dev.cresset.collector.store.DiskUsage.Day;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest days of profiles while the disk is nearly full, so that what happens now can
 * still be stored. Neither today nor the newest day is ever dropped, nor one that is not rolled up.
 *
 * <p>That a day is to go is written down first, and every server reads it within a minute: from
 * then on none takes profiles of it, nor rolls it up again, nor asks for its profiles. A while
 * later, whichever server looks first drops it.
 *
 * <p>What every server has to read once a minute anyway, it reads here: also since when there are
 * minutes ({@link MinutesKept}). Where one cannot be read, neither is, and what was known stays.
 */
public final class DiskPressure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskPressure.class);

  private static final Duration DAY = Duration.ofDays(1);

  private static final Duration PACE = Duration.ofMinutes(1);

  /** From when a day is given up until it is dropped: time for all servers to hear of it. */
  private static final Duration NOTICE = Duration.ofMinutes(3);

  private final ClickHouse clickHouse;
  private final Kept kept;
  private final long minFree;
  private final Duration notice;
  private final Counter dropped;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("disk-pressure").daemon().factory());

  /**
   * @param kept is told what is deleted, by whichever server
   * @param minFree bytes that are to stay free on the disk with least room, of those with tables
   */
  public DiskPressure(ClickHouse clickHouse, Kept kept, long minFree, PrometheusRegistry registry) {
    this(clickHouse, kept, minFree, NOTICE, registry);
  }

  DiskPressure(
      ClickHouse clickHouse,
      Kept kept,
      long minFree,
      Duration notice,
      PrometheusRegistry registry) {
    this.clickHouse = clickHouse;
    this.kept = kept;
    this.minFree = minFree;
    this.notice = notice;
    this.dropped =
        Counter.builder()
            .name("cresset_storage_days_dropped")
            .help("Days of profiles that were deleted before their time, for want of disk space.")
            .register(registry);
  }

  /**
   * Looks once a minute from now on.
   *
   * @throws SQLException if it cannot be told what was deleted before
   */
  public DiskPressure start() throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      readGivenUp(statement);
      readMinutesFrom(statement);
    }
    timer.scheduleWithFixedDelay(
        this::checkQuietly, PACE.toNanos(), PACE.toNanos(), TimeUnit.NANOSECONDS);
    return this;
  }

  private void checkQuietly() {
    try {
      check();
    } catch (SQLException | RuntimeException e) {
      LOG.warn(
          "Whether the disk is nearly full cannot be told, or older profiles cannot be deleted now;"
              + " it is tried again in a minute: {}",
          e.getMessage());
    }
  }

  void check() throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      LocalDate due = readGivenUp(statement);
      readMinutesFrom(statement);
      DiskUsage disks = new DiskUsage(clickHouse.topology(), statement);
      List<Day> days = disks.days(true);
      for (Day day : days.stream().filter(day -> day.date().isBefore(due)).toList()) {
        drop(statement, day);
      }
      // ClickHouse deletes the files of what was dropped, by whichever server, a while later.
      long freed = bytesBefore(due, disks.days(false));
      List<Day> left = days.stream().filter(day -> !day.date().isBefore(due)).toList();
      LocalDate givenUp = date(kept.deletedUntil());
      long missing = minFree - disks.free() - freed - bytesBefore(givenUp, left);
      if (missing > 0) {
        relieve(
            statement,
            left.stream().filter(day -> !day.date().isBefore(givenUp)).toList(),
            missing);
      }
    }
  }

  private static long bytesBefore(LocalDate end, List<Day> days) {
    return days.stream().filter(day -> day.date().isBefore(end)).mapToLong(Day::bytes).sum();
  }

  /**
   * Reads what was given up, by whichever server.
   *
   * @return before which day profiles are to be dropped now
   */
  private LocalDate readGivenUp(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT toUnixTimestamp(max(start)), toUnixTimestamp(maxIf(start, written <= now() - "
                + notice.toSeconds()
                + ")) FROM profiles_from WHERE tenant = '"
                + ProfileStore.TENANT
                + "'")) {
      rows.next();
      kept.deleteUntil(Instant.ofEpochSecond(rows.getLong(1)));
      return date(Instant.ofEpochSecond(rows.getLong(2)));
    }
  }

  private void readMinutesFrom(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT toUnixTimestamp(max(start)) FROM minutes_from WHERE tenant = '"
                + ProfileStore.TENANT
                + "'")) {
      rows.next();
      kept.minutesAreThereSince(Instant.ofEpochSecond(rows.getLong(1)));
    }
  }

  private static LocalDate date(Instant midnight) {
    return LocalDate.ofInstant(midnight, ZoneOffset.UTC);
  }

  private void drop(Statement statement, Day day) throws SQLException {
    // The id is ClickHouse's own: eight digits.
    new Tables(clickHouse.topology(), statement)
        .execute("ALTER TABLE profiles DROP PARTITION ID '" + day.id() + "'");
    LOG.info(
        "Profiles of {} ({} MiB) were deleted for want of disk space",
        day.date(),
        day.bytes() >> 20);
  }

  private void relieve(Statement statement, List<Day> oldestFirst, long missing)
      throws SQLException {
    LocalDate today = date(Instant.now());
    Instant rolledUp = rolledUpUntil(statement);
    long left = missing;
    for (Day day : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - 1))) {
      if (left <= 0 || !day.date().isBefore(today)) {
        break;
      }
      if (day.end().isAfter(rolledUp) || isUnfinished(statement, day)) {
        LOG.warn(
            "The disk is nearly full, and profiles of {} cannot be deleted before all of them are"
                + " rolled up: that was tried until {} (cresset_rollup_lag_seconds); {} MiB are"
                + " missing of the {} MiB that storage.min-free asks for",
            day.date(),
            rolledUp,
            (left >> 20) + 1,
            minFree >> 20);
        return;
      }
      giveUp(statement, day);
      left -= day.bytes();
    }
    if (left > 0) {
      LOG.warn(
          "The disk is nearly full, and there are no older profiles to delete: {} MiB are missing"
              + " of the {} MiB that storage.min-free asks for",
          (left >> 20) + 1,
          minFree >> 20);
    }
  }

  /** Sums are all that is left of a day: it has to be in them. */
  private static Instant rolledUpUntil(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT toUnixTimestamp(argMax(closed, received)) FROM rolled_until WHERE tenant = '"
                + ProfileStore.TENANT
                + "'")) {
      return rows.next() ? Instant.ofEpochSecond(rows.getLong(1)) : Instant.EPOCH;
    }
  }

  private static boolean isUnfinished(Statement statement, Day day) throws SQLException {
    long end = day.end().getEpochSecond();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT 1 FROM (%s) LIMIT 1"
                .formatted(
                    UnfinishedHours.sql(
                        "tenant = '%s' AND bucket >= %d AND bucket < %d"
                            .formatted(ProfileStore.TENANT, end - DAY.toSeconds(), end),
                        "1")))) {
      return rows.next();
    }
  }

  private void giveUp(Statement statement, Day day) throws SQLException {
    Instant end = day.end();
    statement.execute(
        "INSERT INTO profiles_from (tenant, start) VALUES ('%s', %d)"
            .formatted(ProfileStore.TENANT, end.getEpochSecond()));
    kept.deleteUntil(end);
    dropped.inc();
    LOG.warn(
        "The disk is nearly full: profiles of {} ({} MiB) are deleted, as storage.min-free asks for"
            + " {} MiB, and no more are taken of that day and before",
        day.date(),
        day.bytes() >> 20,
        minFree >> 20);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

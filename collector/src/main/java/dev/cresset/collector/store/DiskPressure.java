package dev.cresset.collector.store;

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
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest days of profiles while the disk is nearly full, so that what happens now can
 * still be stored. Neither today nor the newest day is ever dropped.
 *
 * <p>That a day is to go is written down first, and every server reads it within a minute: from
 * then on none takes profiles of it, nor rolls it up again, nor asks for its profiles. A while
 * later, whichever server looks first drops it.
 */
public final class DiskPressure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskPressure.class);

  private static final Duration PACE = Duration.ofMinutes(1);

  /** From when a day is given up until it is dropped: time for all servers to hear of it. */
  private static final Duration NOTICE = Duration.ofMinutes(3);

  /** ClickHouse deletes the files of what was dropped a while later. */
  private static final Duration DELETING = Duration.ofMinutes(15);

  private final ClickHouse clickHouse;
  private final Kept kept;
  private final long minFree;
  private final Duration notice;
  private final Counter dropped;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("disk-pressure").daemon().factory());

  // Of the timer's thread only.
  private final List<Dropped> beingDeleted = new ArrayList<>();

  /**
   * @param kept is told what is deleted, by whichever server
   * @param minFree bytes of the disk with least room that are to stay free
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
    }
    timer.scheduleWithFixedDelay(
        this::checkQuietly, PACE.toNanos(), PACE.toNanos(), TimeUnit.NANOSECONDS);
    return this;
  }

  private void checkQuietly() {
    try {
      check();
    } catch (SQLException | RuntimeException e) {
      LOG.warn("Whether the disk is full cannot be told: {}", e.getMessage());
    }
  }

  void check() throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      LocalDate due = readGivenUp(statement);
      List<Day> days = days(statement);
      for (Day day : days.stream().filter(day -> day.date.isBefore(due)).toList()) {
        drop(statement, day);
      }
      Instant now = Instant.now();
      beingDeleted.removeIf(day -> day.at.plus(DELETING).isBefore(now));
      long freed = beingDeleted.stream().mapToLong(Dropped::bytes).sum();
      LocalDate givenUp = date(kept.deletedUntil());
      List<Day> left = days.stream().filter(day -> !day.date.isBefore(due)).toList();
      long toBeFreed =
          left.stream().filter(day -> day.date.isBefore(givenUp)).mapToLong(Day::bytes).sum();
      long missing = minFree - free(statement) - freed - toBeFreed;
      if (missing > 0) {
        relieve(
            statement, left.stream().filter(day -> !day.date.isBefore(givenUp)).toList(), missing);
      }
    }
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

  private static LocalDate date(Instant midnight) {
    return LocalDate.ofInstant(midnight, ZoneOffset.UTC);
  }

  private void drop(Statement statement, Day day) throws SQLException {
    // The id is ClickHouse's own: eight digits.
    new Tables(clickHouse.topology(), statement)
        .execute("ALTER TABLE profiles DROP PARTITION ID '" + day.id() + "'");
    LOG.info(
        "Profiles of {} ({} MiB) were deleted for want of disk space", day.date, day.bytes >> 20);
    beingDeleted.add(new Dropped(Instant.now(), day.bytes));
  }

  private long free(Statement statement) throws SQLException {
    try (ResultSet disks =
        statement.executeQuery(
            "SELECT toInt64(min(free_space)) FROM "
                + clickHouse.topology().everywhere("system.disks"))) {
      disks.next();
      return disks.getLong(1);
    }
  }

  private void relieve(Statement statement, List<Day> oldestFirst, long missing)
      throws SQLException {
    LocalDate today = date(Instant.now());
    long left = missing;
    for (Day day : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - 1))) {
      if (left <= 0 || !day.date.isBefore(today)) {
        break;
      }
      giveUp(statement, day);
      left -= day.bytes;
    }
    if (left > 0) {
      LOG.warn(
          "The disk is nearly full, and there are no older profiles to delete: {} MiB are missing"
              + " of the {} MiB that storage.min-free asks for",
          (left >> 20) + 1,
          minFree >> 20);
    }
  }

  private void giveUp(Statement statement, Day day) throws SQLException {
    Instant end = day.date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    statement.execute(
        "INSERT INTO profiles_from (tenant, start) VALUES ('%s', %d)"
            .formatted(ProfileStore.TENANT, end.getEpochSecond()));
    kept.deleteUntil(end);
    dropped.inc();
    LOG.warn(
        "The disk is nearly full: profiles of {} ({} MiB) are deleted, as storage.min-free asks for"
            + " {} MiB, and no more are taken of that day and before",
        day.date,
        day.bytes >> 20,
        minFree >> 20);
  }

  private List<Day> days(Statement statement) throws SQLException {
    List<Day> days = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT partition_id, toInt64(sum(bytes_on_disk)) FROM system.parts"
                + " WHERE database = currentDatabase() AND table = '"
                + clickHouse.topology().stored("profiles")
                + "' AND active"
                + " GROUP BY partition_id ORDER BY partition_id")) {
      while (rows.next()) {
        days.add(
            new Day(
                LocalDate.parse(rows.getString(1), DateTimeFormatter.BASIC_ISO_DATE),
                rows.getLong(2)));
      }
    }
    return days;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private record Day(LocalDate date, long bytes) {
    /** The partition's. */
    String id() {
      return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
  }

  private record Dropped(Instant at, long bytes) {}
}

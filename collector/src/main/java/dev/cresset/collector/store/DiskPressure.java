package dev.cresset.collector.store;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest days of profiles while the disk is nearly full, so that what happens now can
 * still be stored. The newest day is never dropped.
 */
public final class DiskPressure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskPressure.class);

  private static final Duration PACE = Duration.ofMinutes(1);

  /** ClickHouse deletes the files of what was dropped a while later. */
  private static final Duration DELETING = Duration.ofMinutes(15);

  private final ClickHouse clickHouse;
  private final long minFree;
  private final Counter dropped;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("disk-pressure").daemon().factory());

  // Of the timer's thread only.
  private final List<Dropped> beingDeleted = new ArrayList<>();

  /**
   * @param minFree bytes of the disk with least room that are to stay free
   */
  public DiskPressure(ClickHouse clickHouse, long minFree, PrometheusRegistry registry) {
    this.clickHouse = clickHouse;
    this.minFree = minFree;
    this.dropped =
        Counter.builder()
            .name("cresset_storage_days_dropped")
            .help("Days of profiles that were deleted before their time, for want of disk space.")
            .register(registry);
  }

  /** Looks once a minute from now on. */
  public DiskPressure start() {
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
      Instant now = Instant.now();
      beingDeleted.removeIf(day -> day.at.plus(DELETING).isBefore(now));
      long freed = beingDeleted.stream().mapToLong(Dropped::bytes).sum();
      long missing = minFree - free(statement) - freed;
      if (missing > 0) {
        relieve(statement, missing);
      }
    }
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

  private void relieve(Statement statement, long missing) throws SQLException {
    List<Day> oldestFirst = days(statement);
    long left = missing;
    for (Day day : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - 1))) {
      if (left <= 0) {
        return;
      }
      // The id is ClickHouse's own: eight digits.
      new Tables(clickHouse.topology(), statement)
          .execute("ALTER TABLE profiles DROP PARTITION ID '" + day.id + "'");
      LOG.warn(
          "The disk is nearly full: profiles of {} ({} MiB) were deleted, as storage.min-free asks"
              + " for {} MiB",
          day.id,
          day.bytes >> 20,
          minFree >> 20);
      dropped.inc();
      beingDeleted.add(new Dropped(Instant.now(), day.bytes));
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
        days.add(new Day(rows.getString(1), rows.getLong(2)));
      }
    }
    return days;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private record Day(String id, long bytes) {}

  private record Dropped(Instant at, long bytes) {}
}

package dev.cresset.benchmarks;

import dev.cresset.benchmarks.fleet.Fleet;
import dev.cresset.benchmarks.fleet.FleetFamily;
import dev.cresset.benchmarks.fleet.FleetPlan;
import dev.cresset.benchmarks.fleet.FleetRows;
import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Part of a day of a fleet through the store's own way in, by two collectors, into the embedded
 * engine; then what is in its tables once they are merged.
 */
final class StoreBenchmark implements Benchmark {
  private static final int INSTANCES = 20;
  private static final Duration OF_EACH_HOUR = Duration.ofMinutes(2);
  private static final long ENGINE_MEMORY = 2L << 30;

  @Override
  public String name() {
    return "store";
  }

  @Override
  public String question() {
    return "How many bytes does a sample take on disk, in which columns?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    try (EmbeddedClickHouse engine =
            EmbeddedClickHouse.start(
                workbench.clickHouse(), workbench.scratch().resolve("data"), 4, ENGINE_MEMORY);
        ClickHouse clickHouse = ClickHouse.at(engine, "bench", 4, Duration.ofSeconds(30))) {
      Schema.migrate(clickHouse, new Retention(30));
      fill(clickHouse);
      try (Connection connection = clickHouse.connection();
          Statement statement = connection.createStatement()) {
        report(statement);
      }
    }
  }

  private static void fill(ClickHouse clickHouse) throws SQLException {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
    Fleet fleet = new Fleet(FleetPlan.of(INSTANCES, begin));
    FleetRows rows = new FleetRows(fleet);
    List<ProfileStore> collectors =
        List.of(new ProfileStore(clickHouse), new ProfileStore(clickHouse));
    long nanos = 0;
    for (int hour = 0; hour < 24; hour++) {
      Instant from = begin.plus(hour, ChronoUnit.HOURS);
      for (int collector = 0; collector < collectors.size(); collector++) {
        List<NewProfile> batch = new ArrayList<>();
        for (int instance = collector; instance < INSTANCES; instance += collectors.size()) {
          addWindows(batch, fleet, rows, instance, from);
        }
        long before = System.nanoTime();
        collectors.get(collector).store(batch);
        nanos += System.nanoTime() - before;
      }
    }
    System.out.printf(
        "%d instances, %s of each hour of a day; %.1f s in the store%n",
        INSTANCES, OF_EACH_HOUR, nanos / 1e9);
  }

  private static void addWindows(
      List<NewProfile> batch, Fleet fleet, FleetRows rows, int instance, Instant from) {
    Instant end = from.plus(OF_EACH_HOUR);
    for (Instant start = from; start.isBefore(end); start = start.plus(FleetPlan.WINDOW)) {
      for (FleetFamily family : FleetFamily.values()) {
        batch.add(rows.profile(fleet.window(family, instance, start)));
      }
    }
  }

  private static void report(Statement statement) throws SQLException {
    for (String type : strings(statement, "SELECT DISTINCT type FROM profiles ORDER BY type")) {
      statement.execute("CREATE TABLE profiles_" + type + " AS profiles");
      statement.execute(
          "INSERT INTO profiles_%s SELECT * FROM profiles WHERE type = '%s'".formatted(type, type));
      report(statement, "profiles_" + type);
    }
    report(statement, "profiles");
    print(
        statement,
        "every table, in bytes",
        """
        SELECT concat(table, ': ', toString(sum(bytes_on_disk)), ' in ', toString(sum(rows)), ' rows')
        FROM system.parts WHERE active AND database = currentDatabase() AND table NOT LIKE 'profiles_%'
        GROUP BY table ORDER BY sum(bytes_on_disk) DESC
        """);
  }

  private static void report(Statement statement, String table) throws SQLException {
    statement.execute("OPTIMIZE TABLE " + table + " FINAL");
    long samples = number(statement, "SELECT sum(length(number)) FROM " + table);
    long bytes =
        number(
            statement,
            "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = '" + table + "'");
    System.out.printf(
        "%s: %d samples in %d rows, %.3f bytes a sample%n",
        table,
        samples,
        number(statement, "SELECT count() FROM " + table),
        (double) bytes / samples);
    print(
        statement,
        "  of which",
        """
        SELECT concat('  ', column, ' ', toString(round(sum(column_data_compressed_bytes) / %d, 3)))
        FROM system.parts_columns WHERE active AND table = '%s' GROUP BY column
        HAVING sum(column_data_compressed_bytes) > %d ORDER BY sum(column_data_compressed_bytes) DESC
        """
            .formatted(samples, table, samples / 500));
  }

  private static void print(Statement statement, String title, String sql) throws SQLException {
    System.out.println(title + ":");
    strings(statement, sql).forEach(line -> System.out.println("  " + line));
  }

  private static long number(Statement statement, String sql) throws SQLException {
    return Long.parseLong(strings(statement, sql).getFirst());
  }

  private static List<String> strings(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      List<String> strings = new ArrayList<>();
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
      return strings;
    }
  }
}

package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final Retention RETENTION = new Retention(30);
  private static final String TABLES =
      "SELECT concat(name, ' ', create_table_query) FROM system.tables"
          + " WHERE database = currentDatabase() ORDER BY name";

  @BeforeEach
  void dropEverything() throws SQLException {
    for (String table : CLICK_HOUSE.column("SHOW TABLES")) {
      CLICK_HOUSE.execute("DROP TABLE `" + table + "` SYNC");
    }
  }

  @Test
  void twoServersMayStartAtOnceOnAnEmptyDatabase() throws Exception {
    startAtOnce(CLICK_HOUSE.clickHouse(), RETENTION);

    assertThat(CLICK_HOUSE.column("SHOW TABLES"))
        .contains("profiles", "numbers", "stacks", "frames", "label_sets", "sightings");
    assertThat(CLICK_HOUSE.column("SELECT file FROM migrations FINAL ORDER BY version"))
        .isEqualTo(Schema.MIGRATIONS);
  }

  /** What three servers do that start at the same time. */
  static void startAtOnce(ClickHouse clickHouse, Retention retention) throws Exception {
    try (ExecutorService servers = Executors.newFixedThreadPool(3)) {
      List<Future<Void>> started = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        started.add(
            servers.submit(() -> {
              Schema.migrate(clickHouse, retention);
              return null;
            }));
      }
      for (Future<Void> one : started) {
        one.get();
      }
    }
  }

  @Test
  void aServerThatWasKilledAnywhereInItIsFollowedByOneThatEndsIt() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);
    List<String> whole = CLICK_HOUSE.column(TABLES);

    int statements = Schema.MIGRATIONS.stream().mapToInt(f -> Schema.statements(f).size()).sum();
    for (int done = 0; done < statements; done += 2) {
      dropEverything();
      for (String sql :
          Schema.MIGRATIONS.stream()
              .flatMap(f -> Schema.statements(f).stream())
              .limit(done)
              .toList()) {
        CLICK_HOUSE.execute(sql);
      }
      Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);

      assertThat(CLICK_HOUSE.column(TABLES)).isEqualTo(whole);
    }
  }

  @Test
  void whatWasAppliedIsNotAppliedAgain() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);
    CLICK_HOUSE.execute("ALTER TABLE profiles ADD COLUMN ours String");
    CLICK_HOUSE.execute("DROP TABLE rolled_until");

    Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);

    assertThat(CLICK_HOUSE.column("SHOW TABLES"))
        .contains("profiles")
        .doesNotContain("rolled_until");
  }

  @Test
  void tablesOfANewerServerAreLeftAlone() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);
    CLICK_HOUSE.execute("INSERT INTO migrations (version, file) VALUES (1000, 'V1000__later.sql')");

    assertThatThrownBy(() -> Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("newer server (version 1000");
  }

  @Test
  void tablesFromBeforeMigrationsAreNamedAsWhatTheyAre() throws SQLException {
    CLICK_HOUSE.execute(
        "CREATE TABLE profiles (stack_id Array(Int64)) ENGINE = MergeTree ORDER BY tuple()");

    assertThatThrownBy(() -> Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("before its first release")
        .hasMessageContaining("another data folder");
    assertThat(CLICK_HOUSE.column("SHOW TABLES")).containsExactly("profiles");
  }

  @Test
  void everyFileIsApplied() throws IOException {
    Path folder = Path.of("src/main/resources/dev/cresset/collector/store/migrations");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .isEqualTo(Schema.MIGRATIONS);
    }
    for (int i = 0; i < Schema.MIGRATIONS.size(); i++) {
      assertThat(Schema.MIGRATIONS.get(i)).startsWith("V%03d__".formatted(i + 1));
    }
  }

  @Test
  void aReleaseIsListedForAsLongAsAnythingOfItIsKept() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), new Retention(7, 20, 60));
    for (int days : new int[] {50, 61, 70}) {
      String seen = "now() - INTERVAL " + days + " DAY";
      CLICK_HOUSE.execute(
          "INSERT INTO sightings VALUES ('default', 's', 'cpu', 'count', '1', '', 'i%d', %s, %s)"
              .formatted(days % 20, seen, seen));
    }
    CLICK_HOUSE.execute("OPTIMIZE TABLE sightings FINAL");

    assertThat(
            CLICK_HOUSE.column(
                "SELECT concat(instance, toString(dateDiff('day', first, now())))"
                    + " FROM sightings"))
        .containsExactly("i1050");
  }

  @Test
  void numbersOutliveTheProfilesThatUseThem() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);
    Schema.migrate(CLICK_HOUSE.clickHouse(), new Retention(7));

    assertThat(CLICK_HOUSE.column(TABLES))
        .anySatisfy(table ->
            assertThat(table)
                .startsWith("profiles ")
                .contains("TTL toDateTime(start) + toIntervalDay(7) "))
        .anySatisfy(table ->
            assertThat(table).startsWith("numbers ").contains("TTL written + toIntervalDay(10) "));
  }
}

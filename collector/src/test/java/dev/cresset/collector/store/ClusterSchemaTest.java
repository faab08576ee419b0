package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.embedded.ClusterEngine;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterSchemaTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = TestClickHouse.cluster();

  private static final Retention RETENTION = new Retention(7);

  @BeforeEach
  void dropEverything() throws SQLException {
    for (String table : CLICK_HOUSE.column("SHOW TABLES")) {
      CLICK_HOUSE.execute("DROP TABLE `" + table + "` SYNC");
    }
  }

  @Test
  void severalServersMayStartAtOnceAndOneMayHaveStoppedHalfway() throws Exception {
    Cluster cluster = new Cluster(ClusterEngine.NAME);
    OneShard shard = new OneShard(CLICK_HOUSE.engine());
    for (String sql : Schema.statements(Schema.MIGRATIONS.getFirst()).subList(0, 3)) {
      for (String one : shard.statements(sql, new Place("default", 1))) {
        CLICK_HOUSE.execute(one);
      }
    }
    SchemaTest.startAtOnce(CLICK_HOUSE.clickHouse(), RETENTION);

    assertThat(CLICK_HOUSE.column("SELECT file FROM migrations FINAL ORDER BY version"))
        .isEqualTo(Schema.MIGRATIONS);
    assertThat(CLICK_HOUSE.column("SHOW TABLES")).contains("profiles", cluster.stored("profiles"));
    assertThat(
            CLICK_HOUSE.column(
                "SELECT create_table_query FROM system.tables WHERE name = 'profiles_local'"))
        .singleElement()
        .asString()
        .contains("TTL toDateTime(start) + toIntervalDay(7) ");
    // Each table has the columns of what it distributes, those of later migrations too.
    assertThat(
            CLICK_HOUSE.column(
                """
                SELECT base FROM (SELECT replaceRegexpOne(table, '_local$', '') AS base,
                    groupArray((name, type, default_kind)) AS columns
                    FROM (SELECT * FROM system.columns
                        WHERE database = currentDatabase() ORDER BY table, position)
                    GROUP BY table)
                GROUP BY base HAVING uniqExact(columns) > 1\
                """))
        .isEmpty();
  }

  @Test
  void whatIsReplicatedIsRefusedForWantOfAKeeperOnly() throws SQLException {
    // All that comes before that is checked: columns, keys, settings and the engine's arguments.
    Cluster cluster = new Cluster(ClusterEngine.NAME);
    int tables = 0;
    for (String file : Schema.MIGRATIONS) {
      for (String sql : Schema.statements(file)) {
        if (sql.startsWith("CREATE TABLE")) {
          String replicated =
              cluster
                  .statements(sql, new Place("default", 1))
                  .getFirst()
                  .replace(cluster.onCluster(), "")
                  .replace("{shard}", "1")
                  .replace("{replica}", "1");
          assertThatThrownBy(() -> CLICK_HOUSE.execute(replicated))
              .hasMessageContaining("Can't create replicated table without ZooKeeper");
          tables++;
        }
      }
    }
    assertThat(tables).isGreaterThan(10);
  }

  @Test
  void tablesOfOneServerAreNotTakenForThoseOfAClusterNorTheOtherWayRound() throws SQLException {
    ClickHouse alone = ClickHouse.at(CLICK_HOUSE.engine(), "alone", 1, Duration.ofSeconds(10));
    try (alone) {
      Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);
      assertThatThrownBy(() -> Schema.migrate(alone, RETENTION))
          .hasMessageContaining("Distributed('one'")
          .hasMessageContaining("storage.cluster");

      dropEverything();
      Schema.migrate(alone, RETENTION);
      assertThatThrownBy(() -> Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION))
          .hasMessageContaining("of a single server")
          .hasMessageContaining("storage.cluster");
    }
  }

  @Test
  void aClusterThatTheServerDoesNotKnowIsNamed() {
    NamedServer server = server("nowhere");
    try (ClickHouse clickHouse = ClickHouse.at(server, "nowhere", 1, Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> Schema.migrate(clickHouse, RETENTION))
          .hasMessageContaining("There is no cluster nowhere");
    }
  }

  @Test
  void aQuestionAboutAServiceIsAskedOfTheShardThatItsRowsGoTo() throws SQLException {
    OneShard nobody = new OneShard(CLICK_HOUSE.engine(), ClusterEngine.UNREACHABLE);
    int shards = ClusterEngine.UNREACHABLE_SHARDS;
    String profiles = Schema.statements(Schema.MIGRATIONS.getFirst()).getFirst();
    for (String sql : nobody.statements(profiles, new Place("default", shards))) {
      CLICK_HOUSE.execute(sql);
    }
    for (String service : List.of("shop", "it\\'s", "a", "b", "c", "d")) {
      String shard =
          CLICK_HOUSE
              .column(
                  "SELECT toString(cityHash64(toString(toLowCardinality('%s'))) %% %d + 1)"
                      .formatted(service, shards))
              .getFirst();
      assertThatThrownBy(() ->
              CLICK_HOUSE.column(
                  "SELECT toString(sum(v)) FROM profiles FINAL ARRAY JOIN value AS v"
                      + " WHERE tenant = 'default' AND service = '%s' GROUP BY release"
                          .formatted(service)
                      // Who is not reached is named only when nobody asks how old replicas are.
                      + " SETTINGS max_replica_delay_for_distributed_queries = 0,"
                      + " fallback_to_stale_replicas_for_distributed_queries = 1"))
          .satisfies(problem ->
              assertThat(
                      Pattern.compile("127\\.0\\.0\\.1:(\\d+)")
                          .matcher(Throwables.getStackTrace(problem))
                          .results()
                          .map(port -> port.group(1)))
                  .as(problem.getMessage())
                  .isNotEmpty()
                  .containsOnly(shard));
    }
  }

  @Test
  void whatTheAddressSaysOfASettingCounts() throws SQLException {
    // As docs tell those who want another quorum.
    NamedServer server = server(ClusterEngine.NAME);
    NamedServer changed =
        new NamedServer(
            server.url() + "&clickhouse_setting_insert_quorum=3",
            server.user(),
            server.password(),
            server.cluster());
    for (NamedServer one : List.of(server, changed)) {
      try (ClickHouse clickHouse = ClickHouse.at(one, "quorum", 1, Duration.ofSeconds(10));
          var connection = clickHouse.connection();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT toString(getSetting('insert_quorum'))")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo(one == changed ? "3" : "auto");
      }
    }
  }

  private static NamedServer server(String cluster) {
    try {
      var engine = CLICK_HOUSE.engine();
      return new NamedServer(
          engine.url() + "?compress=false",
          engine.properties().getProperty("user"),
          engine.properties().getProperty("password"),
          cluster);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void onAFullDiskTheOldestDayIsDroppedFromTheShards() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), RETENTION);
    for (int day = 0; day < 3; day++) {
      CLICK_HOUSE.execute(
          "INSERT INTO profiles (tenant, service, instance, start) VALUES"
              + " ('default', 's', 'day-%d', now64(3) - INTERVAL %d DAY)".formatted(day, day));
    }
    CLICK_HOUSE.execute(
        "INSERT INTO rolled_until (tenant, received, closed) SELECT 'default', now(), now()");

    try (DiskPressure pressure =
        new DiskPressure(
            CLICK_HOUSE.clickHouse(),
            new Kept(RETENTION),
            Long.MAX_VALUE,
            Duration.ZERO,
            new PrometheusRegistry())) {
      pressure.check();
      pressure.check();
    }

    assertThat(CLICK_HOUSE.column("SELECT instance FROM profiles")).containsExactly("day-0");
  }
}

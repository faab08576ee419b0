package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final Cluster CLUSTER = new Cluster("fleet");
  private static final Place PLACE = new Place("it's", 3);

  @Test
  void aTableIsReplicatedAndFoundThroughADistributedOne() {
    assertThat(
            CLUSTER.statements(
                """
                CREATE TABLE IF NOT EXISTS t
                (tenant String, service String, bucket DateTime, version UInt64)
                ENGINE = ReplacingMergeTree(version)
                PRIMARY KEY (tenant, service)
                ORDER BY (tenant, service, toStartOfHour(bucket), bucket)
                SETTINGS fsync_after_insert = 1\
                """,
                PLACE))
        .containsExactly(
            """
            CREATE TABLE IF NOT EXISTS t_local ON CLUSTER `fleet`
            (tenant String, service String, bucket DateTime, version UInt64)
            ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
            PRIMARY KEY (tenant, service)
            ORDER BY (tenant, service, toStartOfHour(bucket), bucket)
            SETTINGS fsync_after_insert = 1\
            """,
            "CREATE TABLE IF NOT EXISTS t ON CLUSTER `fleet` AS t_local ENGINE ="
                + " Distributed('fleet', 'it\\'s', 't_local', cityHash64(toString(service)) % 3)");
  }

  @Test
  void aTableWithoutServicesIsPlacedByWhatItIsSortedBy() {
    assertThat(shardColumn("ENGINE = ReplacingMergeTree\nORDER BY id\nSETTINGS a = 1"))
        .isEqualTo("id");
    assertThat(shardColumn("ENGINE = AggregatingMergeTree ORDER BY (dictionary, number)"))
        .isEqualTo("dictionary");
  }

  private static String shardColumn(String engine) {
    String created =
        CLUSTER.statements("CREATE TABLE IF NOT EXISTS t (x Int8) " + engine, PLACE).get(1);
    Matcher column = Pattern.compile("toString\\((\\w+)\\)").matcher(created);
    assertThat(column.find()).isTrue();
    return column.group(1);
  }

  @Test
  void rowsOfATableThatReplaceEachOtherAreOnOneShard() {
    // What tells rows apart has to have all that says where they are.
    List<String> columns = new ArrayList<>();
    for (String sql : migrations()) {
      if (sql.startsWith("CREATE TABLE")) {
        Matcher key =
            Pattern.compile("ORDER BY ([^;]*?)(?:\\bSETTINGS|$)").matcher(sql.replace('\n', ' '));
        assertThat(key.find()).isTrue();
        String column = shardColumn(sql.substring(sql.indexOf("ENGINE")));
        assertThat(key.group(1).split("\\W+")).as(sql).contains(column);
        columns.add(sql.split("\\s+")[5] + " by " + column);
      }
    }
    assertThat(columns)
        .contains(
            "profiles by service",
            "rollup_1m by service",
            "rollup_1h by service",
            "rolled by service",
            "sightings by service",
            "numbers by dictionary",
            "stacks by id",
            "frames by id",
            "label_sets by id");
  }

  @Test
  void aColumnIsAddedToBothTablesAndWhatIsAboutRowsIsSaidToOne() {
    assertThat(CLUSTER.statements("ALTER TABLE t\n    ADD COLUMN IF NOT EXISTS x Int8", PLACE))
        .containsExactly(
            "ALTER TABLE t_local ON CLUSTER `fleet`\n    ADD COLUMN IF NOT EXISTS x Int8",
            "ALTER TABLE t ON CLUSTER `fleet`\n    ADD COLUMN IF NOT EXISTS x Int8");
    assertThat(CLUSTER.statements("ALTER TABLE t DROP PARTITION ID '20260101'", PLACE))
        .containsExactly("ALTER TABLE t_local ON CLUSTER `fleet` DROP PARTITION ID '20260101'");
  }

  @Test
  void aViewReadsThroughTheDistributedTables() {
    assertThat(CLUSTER.statements("CREATE VIEW IF NOT EXISTS v AS SELECT 1 FROM t", PLACE))
        .containsExactly("CREATE VIEW IF NOT EXISTS v ON CLUSTER `fleet` AS SELECT 1 FROM t");
  }

  @Test
  void everyStatementOfEveryMigrationCanBeSaidToACluster() {
    for (String sql : migrations()) {
      assertThat(CLUSTER.statements(sql, PLACE)).isNotEmpty();
      assertThat(Topology.ONE_SERVER.statements(sql, PLACE)).containsExactly(sql);
    }
    assertThatThrownBy(() -> CLUSTER.statements("DROP TABLE t", PLACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DROP TABLE t");
  }

  @Test
  void aNameThatCouldBeAnythingElseIsRefused() {
    assertThatThrownBy(() -> new NamedServer("jdbc:ch://h:8123/d", "u", "", "a`; DROP"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("storage.cluster=a`; DROP");
  }

  private static List<String> migrations() {
    return Schema.MIGRATIONS.stream().flatMap(file -> Schema.statements(file).stream()).toList();
  }
}

package dev.cresset.collector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several servers. Each table becomes two: the rows of a shard are in {@code NAME_local}, which
 * replicates itself, and {@code NAME} finds and places them.
 *
 * <p>A row's shard is that of its service, or of the first column it is sorted by where it has
 * none. Either is part of the sorting key, so rows that replace each other always meet.
 *
 * @param name as the servers' {@code remote_servers} have it
 */
record Cluster(String name) implements Topology {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private static final Pattern CREATE_TABLE =
      Pattern.compile(
          "CREATE TABLE IF NOT EXISTS (\\w+)(.*?\\bENGINE = )(\\w*MergeTree)(?:\\((\\w+)\\))?(.*)",
          Pattern.DOTALL);
  private static final Pattern CREATE_VIEW =
      Pattern.compile("CREATE VIEW IF NOT EXISTS (\\w+)(.*)", Pattern.DOTALL);
  private static final Pattern ALTER_TABLE =
      Pattern.compile("ALTER TABLE (\\w+)(.*)", Pattern.DOTALL);
  private static final Pattern SORTING_KEY = Pattern.compile("\\bORDER BY \\(?([^)]*)");
  private static final Pattern OF_COLUMNS = Pattern.compile("\\bCOLUMN\\b");

  /** What statements of a collector are run with on a cluster, beyond those on one server. */
  static final Map<String, String> SETTINGS =
      Map.ofEntries(
          // Acknowledged means that the shard has it, and not that it is on its way there.
          setting("distributed_foreground_insert", "1"),
          // Most replicas of it, so that the others know of it when one is lost.
          setting("insert_quorum", "auto"),
          setting("insert_quorum_timeout", "60000"),
          // A row of the ledger that says the same as another is not the same: both count.
          setting("insert_deduplicate", "0"),
          // Reads see what was written before: both go to the first replica that is alive.
          setting("load_balancing", "in_order"),
          setting("prefer_localhost_replica", "0"),
          // No longer than the rollup job looks back.
          setting("max_replica_delay_for_distributed_queries", "120"),
          setting("fallback_to_stale_replicas_for_distributed_queries", "0"),
          // Stack traces, labels and numbers are on other shards than the rows that have them.
          setting("distributed_product_mode", "global"),
          setting("parallel_distributed_insert_select", "0"),
          setting("optimize_skip_unused_shards", "1"));

  Cluster {
    requireName(name);
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "storage.cluster=%s: a cluster's name has letters, digits, '_', '-' and '.'"
              .formatted(name));
    }
  }

  private static Map.Entry<String, String> setting(String name, String value) {
    return Map.entry("clickhouse_setting_" + name, value);
  }

  @Override
  public void check(Statement statement) throws SQLException {
    if (!isThere(statement, "SELECT 1 FROM system.clusters WHERE cluster = '" + name + "'")) {
      throw new SQLException(
          "There is no cluster %s in the server's remote_servers: name another by storage.cluster, or none"
              .formatted(name));
    }
    if (isThere(
        statement,
        "SELECT 1 FROM system.tables WHERE database = currentDatabase()"
            + " AND name = 'profiles' AND engine != 'Distributed'")) {
      throw new SQLException(
          "They are of a single server, and storage.cluster names %s: name another database, or no cluster"
              .formatted(name));
    }
  }

  @Override
  public Place place(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT currentDatabase(), toInt32(sum(weight)) FROM"
                + " (SELECT any(shard_weight) AS weight FROM system.clusters WHERE cluster = '"
                + name
                + "' GROUP BY shard_num)")) {
      rows.next();
      return new Place(rows.getString(1), rows.getInt(2));
    }
  }

  private static boolean isThere(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }

  @Override
  public List<String> statements(String sql, Place place) {
    Matcher table = CREATE_TABLE.matcher(sql);
    if (table.matches()) {
      return List.of(
          replicated(table), distributed(table.group(1), shardColumn(table.group(5)), place));
    }
    Matcher view = CREATE_VIEW.matcher(sql);
    if (view.matches()) {
      return List.of("CREATE VIEW IF NOT EXISTS " + view.group(1) + onCluster() + view.group(2));
    }
    Matcher alter = ALTER_TABLE.matcher(sql);
    if (alter.matches()) {
      String rest = onCluster() + alter.group(2);
      String stored = "ALTER TABLE " + stored(alter.group(1)) + rest;
      return OF_COLUMNS.matcher(rest).find()
          ? List.of(stored, "ALTER TABLE " + alter.group(1) + rest)
          : List.of(stored);
    }
    if (sql.startsWith("INSERT ")) {
      return List.of(sql);
    }
    throw new IllegalArgumentException("What a cluster is told for this is not known: " + sql);
  }

  /** The path has no id of its own making, so that a replica that comes later finds the others. */
  private String replicated(Matcher table) {
    String version = table.group(4) == null ? "" : ", " + table.group(4);
    return "CREATE TABLE IF NOT EXISTS %s%s%sReplicated%s('/clickhouse/tables/{shard}/{database}/{table}', '{replica}'%s)%s"
        .formatted(
            stored(table.group(1)),
            onCluster(),
            table.group(2),
            table.group(3),
            version,
            table.group(5));
  }

  /**
   * A row's place among the shards there are now: shards that are added later get nothing, instead
   * of every other row being looked for where it is not. Of the column as text, whose hash does not
   * depend on how wide a number in a condition is.
   */
  private String distributed(String table, String shardColumn, Place place) {
    return "CREATE TABLE IF NOT EXISTS %s%s AS %s ENGINE = Distributed('%s', '%s', '%s', cityHash64(toString(%s)) %% %d)"
        .formatted(
            table,
            onCluster(),
            stored(table),
            name,
            quoted(place.database()),
            stored(table),
            shardColumn,
            place.shards());
  }

  private static String shardColumn(String engine) {
    Matcher key = SORTING_KEY.matcher(engine);
    if (!key.find()) {
      throw new IllegalArgumentException("A table without ORDER BY has no shard: " + engine);
    }
    List<String> words = Arrays.asList(key.group(1).strip().split("\\W+"));
    return words.contains("service") ? "service" : words.getFirst();
  }

  @Override
  public String stored(String table) {
    return table + "_local";
  }

  @Override
  public String everywhere(String systemTable) {
    return "clusterAllReplicas('" + name + "', " + systemTable + ")";
  }

  /** A row counts once more where the server that is connected to has its shard. */
  @Override
  public boolean isAll(long sent, long written) {
    return written >= sent;
  }

  @Override
  public String onCluster() {
    return " ON CLUSTER `" + name + "`";
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}

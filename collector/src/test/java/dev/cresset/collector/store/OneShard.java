package dev.cresset.collector.store;

import dev.cresset.collector.embedded.ClusterEngine;
import dev.cresset.collector.embedded.EmbeddedClickHouse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * What a collector is told of a {@link ClusterEngine}: everything a cluster is, but for what that
 * engine cannot do. It has no Keeper, so a statement for all servers is said to it alone, and
 * tables are not replicated; and no port, so it reads its own shard without one.
 */
final class OneShard implements ClickHouseEndpoint, Topology {
  private final EmbeddedClickHouse engine;
  private final Cluster cluster;

  OneShard(EmbeddedClickHouse engine) {
    this(engine, ClusterEngine.NAME);
  }

  OneShard(EmbeddedClickHouse engine, String cluster) {
    this.engine = engine;
    this.cluster = new Cluster(cluster);
  }

  @Override
  public String url() throws SQLTransientConnectionException {
    return engine.url();
  }

  @Override
  public Properties properties() {
    Properties properties = engine.properties();
    properties.putAll(Cluster.SETTINGS);
    properties.setProperty("clickhouse_setting_prefer_localhost_replica", "1");
    return properties;
  }

  @Override
  public Topology topology() {
    return this;
  }

  @Override
  public void check(Statement statement) throws SQLException {
    cluster.check(statement);
  }

  @Override
  public Place place(Statement statement) throws SQLException {
    return cluster.place(statement);
  }

  @Override
  public List<String> statements(String sql, Place place) {
    return cluster.statements(sql, place).stream()
        .map(one -> one.replace(cluster.onCluster(), ""))
        .map(one ->
            one.replaceAll(
                "Replicated(\\w+MergeTree)\\('[^']*', '[^']*'(?:, (\\w+))?\\)", "$1($2)"))
        .toList();
  }

  @Override
  public String stored(String table) {
    return cluster.stored(table);
  }

  @Override
  public String everywhere(String systemTable) {
    return cluster.everywhere(systemTable);
  }

  @Override
  public boolean isAll(long sent, long written) {
    return cluster.isAll(sent, written);
  }

  @Override
  public String onCluster() {
    return "";
  }
}

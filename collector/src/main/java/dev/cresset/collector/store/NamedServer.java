package dev.cresset.collector.store;

import java.util.Properties;

/**
 * A ClickHouse server that runs by itself, or a cluster of them.
 *
 * @param url {@code jdbc:ch://host:8123/database}, with settings of the driver behind a {@code ?}
 * @param cluster that it belongs to and everything is stored in; empty if it is on its own
 */
public record NamedServer(String url, String user, String password, String cluster)
    implements ClickHouseEndpoint {
  /**
   * @throws IllegalArgumentException if there can be no cluster of that name
   */
  public NamedServer {
    if (!cluster.isEmpty()) {
      Cluster.requireName(cluster);
    }
  }

  @Override
  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    if (!cluster.isEmpty()) {
      properties.putAll(Cluster.SETTINGS);
    }
    return properties;
  }

  @Override
  public Topology topology() {
    return cluster.isEmpty() ? Topology.ONE_SERVER : new Cluster(cluster);
  }

  @Override
  public String toString() {
    return "NamedServer[" + user + "]";
  }
}

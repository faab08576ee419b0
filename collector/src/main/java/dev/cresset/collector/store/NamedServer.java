package dev.cresset.collector.store;

import java.util.Properties;

/**
 * A ClickHouse server that runs by itself.
 *
 * @param url {@code jdbc:ch://host:8123/database}, with settings of the driver behind a {@code ?}
 */
public record NamedServer(String url, String user, String password) implements ClickHouseEndpoint {
  @Override
  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return properties;
  }

  @Override
  public String toString() {
    return "NamedServer[" + user + "]";
  }
}

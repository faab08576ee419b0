package dev.cresset.collector.store;

import com.clickhouse.client.api.ServerException;
import com.clickhouse.jdbc.Driver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Connections to ClickHouse over its JDBC driver, pooled. Safe for use by many threads.
 *
 * <p>What to know of the driver (0.11.0): an {@code INSERT INTO t VALUES (?, …)} prepared and run
 * as a batch is sent as RowBinary, and then must have exactly the table's columns in the table's
 * order: a list of columns in the statement is silently not sent. Other statements have their
 * parameters escaped into the text by the driver.
 */
public final class ClickHouse implements AutoCloseable {
  private final ClickHouseEndpoint endpoint;
  private final HikariDataSource pool;

  /** Where the pool's connections lead to. */
  private String url = "";

  private ClickHouse(ClickHouseEndpoint endpoint, HikariDataSource pool) {
    this.endpoint = endpoint;
    this.pool = pool;
  }

  /**
   * Opens nothing yet: the first {@link #connection()} does.
   *
   * @param name of the pool, for messages
   * @param maxConnections at once; further askers wait for up to {@code patience}
   */
  public static ClickHouse at(
      ClickHouseEndpoint endpoint, String name, int maxConnections, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("clickhouse-" + name);
    config.setDataSource(new EndpointDataSource(endpoint));
    config.setMaximumPoolSize(maxConnections);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(patience.toMillis());
    // The pool itself starts without ClickHouse being there.
    config.setInitializationFailTimeout(-1);
    return new ClickHouse(endpoint, new HikariDataSource(config));
  }

  /**
   * A connection, to be closed soon: that gives it back.
   *
   * @throws java.sql.SQLTransientConnectionException if ClickHouse cannot be reached now, or all
   *     connections stay busy
   */
  public Connection connection() throws SQLException {
    follow(endpoint.url());
    return pool.getConnection();
  }

  /**
   * The pool finds out by itself only about connections that were idle for a while: ones in steady
   * use would go on leading to where the endpoint was.
   */
  private synchronized void follow(String current) {
    if (!current.equals(url)) {
      url = current;
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** The first column of a short result, as text. */
  public List<String> column(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  /** How many servers it is. */
  public Topology topology() {
    return endpoint.topology();
  }

  /** Whether ClickHouse was reached, and did not want what it was told to do. */
  public static boolean isRefusal(Throwable problem) {
    return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .anyMatch(ServerException.class::isInstance);
  }

  @Override
  public void close() {
    pool.close();
  }

  /** The driver's own data source cannot follow an endpoint that moves. */
  private static final class EndpointDataSource implements DataSource {
    private final ClickHouseEndpoint endpoint;
    private volatile int loginTimeout;

    EndpointDataSource(ClickHouseEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Properties properties = new Properties();
      // A batch is 12 times as fast as by the text insert that is the default.
      properties.setProperty("beta.row_binary_for_simple_insert", "true");
      // Retries are ours, where it is known what is safe to repeat.
      properties.setProperty("retry", "0");
      properties.setProperty("client_retry_on_failures", "None");
      // Acknowledged means stored: never leave an insert in the server's memory.
      properties.setProperty("clickhouse_setting_async_insert", "0");
      // The driver writes parameters into the text; a list of ids is longer than the default.
      properties.setProperty("clickhouse_setting_max_query_size", "16777216");
      properties.setProperty("client_name", "cresset");
      // Profiles of many days can arrive together, and each day has a partition.
      properties.setProperty("clickhouse_setting_max_partitions_per_insert_block", "0");
      // Nothing hangs for good, whatever becomes of the other side. Queries are limited by
      // max_execution_time, long before.
      properties.setProperty("socket_timeout", "330000");
      properties.setProperty("connection_timeout", "5000");
      properties.putAll(endpoint.properties());
      return new Driver().connect(endpoint.url(), properties);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException("The endpoint knows its user");
    }

    @Override
    public PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
      // The driver logs by SLF4J.
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // The pool sets it, and when it closes waits as long as this for what is under way.
      loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
      return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("The driver logs by SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLFeatureNotSupportedException("Wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}

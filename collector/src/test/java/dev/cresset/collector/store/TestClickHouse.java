package dev.cresset.collector.store;

import dev.cresset.collector.embedded.ClusterEngine;
import dev.cresset.collector.embedded.EmbeddedClickHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real embedded engine in a folder of its own, with all tables, for the tests of one class:
 * {@code @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();}
 */
public final class TestClickHouse implements BeforeAllCallback, AfterAllCallback {
  private static final long MEMORY = 1L << 30;

  private final boolean isCluster;
  private Path folder;
  private EmbeddedClickHouse engine;
  private ClickHouse clickHouse;

  public TestClickHouse() {
    this(false);
  }

  private TestClickHouse(boolean isCluster) {
    this.isCluster = isCluster;
  }

  /** The same as a cluster of one shard. */
  public static TestClickHouse cluster() {
    return new TestClickHouse(true);
  }

  /** Where {@code ./cresset} puts the engine. */
  public static Path library() {
    String home = Objects.requireNonNull(System.getProperty("cresset.home"), "cresset.home");
    return Path.of(home, "clickhouse", "libchdb.so");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, SQLException {
    folder = Files.createTempDirectory("cresset-clickhouse-");
    engine =
        isCluster
            ? ClusterEngine.start(library(), folder, 4, MEMORY)
            : EmbeddedClickHouse.start(library(), folder, 4, MEMORY);
    ClickHouseEndpoint endpoint = isCluster ? new OneShard(engine) : engine;
    clickHouse = ClickHouse.at(endpoint, "test", 4, Duration.ofSeconds(10));
    Schema.migrate(clickHouse, new Retention(30));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    clickHouse.close();
    engine.close();
    Folders.delete(folder);
  }

  public ClickHouse clickHouse() {
    return clickHouse;
  }

  public EmbeddedClickHouse engine() {
    return engine;
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of a query's result, as text. */
  public List<String> column(String sql) throws SQLException {
    return clickHouse.column(sql);
  }
}

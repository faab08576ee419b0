package dev.cresset.systemtests;

import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.store.ClickHouse;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** What is in the tables of a server that was stopped, or of an engine without a server. */
final class StoredTables implements AutoCloseable {
  /** A stack trace is called as its leaf. */
  private static final String SUMS =
      """
      SELECT concat(service, '|', type, '|', function, '|', labels['thread'], '|', toString(at),
          '|', toString(sum(value)), '|', toString(sum(samples)))
      FROM
      (
          SELECT service, type, stack, labels, value, samples,
              intDiv(toUnixTimestamp(time), %d) * %1$d AS at
          FROM (%s)
      ) AS entries
      LEFT ANY JOIN (SELECT id, frames[1] AS leaf FROM stacks) AS traces ON stack = traces.id
      LEFT ANY JOIN (SELECT id, function FROM frames) AS named ON leaf = named.id
      GROUP BY service, type, function, labels['thread'], at\
      """;

  private static final String PROFILES =
      "SELECT service, type, stack, labels, value, samples, start AS time FROM samples";

  private static final String ROLLUP =
      """
      SELECT service, type, stack, labels, value, samples, bucket AS time
      FROM (SELECT * FROM %s FINAL) AS summed
      LEFT ANY JOIN (SELECT id, labels FROM label_sets) AS sets ON label_set = sets.id\
      """;

  private final EmbeddedClickHouse engine;
  private final ClickHouse clickHouse;

  private StoredTables(EmbeddedClickHouse engine) {
    this.engine = engine;
    this.clickHouse = ClickHouse.at(engine, "look", 1, Duration.ofSeconds(10));
  }

  /**
   * @param data the folder the server had
   */
  static StoredTables in(Path data) throws IOException {
    Path library = Shipped.home().resolve("clickhouse/libchdb.so");
    return new StoredTables(EmbeddedClickHouse.start(library, data, 2, 1L << 30));
  }

  /** Settings of a server that is to store in these tables. */
  List<String> settings() throws SQLException {
    Properties login = engine.properties();
    return List.of(
        "storage.url=" + engine.url() + "?compress=false",
        "storage.user=" + login.getProperty("user"),
        "storage.password=" + login.getProperty("password"));
  }

  /** Value and samples by service, type, function, thread and bucket of so many seconds. */
  List<String> sums(String table, int seconds) throws SQLException {
    String entries = table.equals("profiles") ? PROFILES : ROLLUP.formatted(table);
    return column(SUMS.formatted(seconds, entries));
  }

  /** The first column of a result, as text. */
  List<String> column(String sql) throws SQLException {
    return clickHouse.column(sql);
  }

  @Override
  public void close() {
    clickHouse.close();
    engine.close();
  }
}

package dev.cresset.collector;

import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.move.Move;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/** Copies what an embedded ClickHouse has to the server or cluster that a configuration names. */
public final class MoveToServer {
  private static final int CONNECTIONS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private MoveToServer() {}

  /**
   * Copies everything, and compares both. To run it again is harmless, and copies what is missing.
   *
   * @param data of a server that does not run
   * @param config of the server that has the storage to copy to; it may run
   * @param progress takes a line for each table
   * @throws IOException if something cannot be copied, with one line that says what and what to do
   */
  public static void run(Path data, CollectorConfig config, Consumer<String> progress)
      throws IOException {
    CollectorConfig.Storage storage = config.storage();
    if (storage.url().isEmpty()) {
      throw new IOException("Move to which server? Name it by storage.url, as for the new server");
    }
    if (!Files.isDirectory(data.resolve("clickhouse"))) {
      throw new IOException(
          "%s is no data folder of a Cresset server with the embedded ClickHouse"
              .formatted(data.toAbsolutePath()));
    }
    long memory = storage.embedded().memory().bytes();
    try (EmbeddedClickHouse engine =
            EmbeddedClickHouse.start(config.library(), data, CONNECTIONS, memory);
        ClickHouse from = ClickHouse.at(engine, "from", CONNECTIONS, PATIENCE);
        ClickHouse to =
            ClickHouse.at(Collector.namedServer(storage), "to", CONNECTIONS, PATIENCE)) {
      Schema.migrate(to, config.retention());
      new Move(from, to, config.retention(), progress).run();
    } catch (SQLException e) {
      throw new IOException(
          "Not everything could be moved; what was stays, and the next run goes on there: "
              + e.getMessage(),
          e);
    }
  }
}

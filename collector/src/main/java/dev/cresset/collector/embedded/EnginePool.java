package dev.cresset.collector.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The engine's connections; a statement has one to itself. */
final class EnginePool {
  private final BlockingQueue<EngineConnection> idle;
  private final Duration patience;

  EnginePool(LibChdb chdb, EngineOptions options) {
    this.idle = new ArrayBlockingQueue<>(options.connections());
    this.patience = options.patience();
    for (int i = 0; i < options.connections(); i++) {
      idle.add(new EngineConnection(chdb, chdb.connect(options.arguments())));
    }
  }

  void with(Work work) throws IOException {
    EngineConnection connection = take();
    try {
      work.run(connection);
    } finally {
      idle.add(connection);
    }
  }

  private EngineConnection take() {
    try {
      EngineConnection connection = idle.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (connection == null) {
        // ClickHouse's TOO_MANY_SIMULTANEOUS_QUERIES.
        throw new EngineException(
            "Code: 202. DB::Exception: All connections of the embedded engine are busy.");
      }
      return connection;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted", e);
    }
  }

  interface Work {
    void run(EngineConnection connection) throws IOException;
  }
}

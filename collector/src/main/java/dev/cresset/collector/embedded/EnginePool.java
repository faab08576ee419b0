package dev.cresset.collector.embedded;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The engine's connections; a statement has one to itself.
 *
 * <p>A connection on which a statement failed is closed. The engine does not clear the output of a
 * streamed query that fails: the result of the next one on the same connection would begin with
 * what was left of it.
 */
final class EnginePool {
  private final LibChdb chdb;
  private final EngineOptions options;

  /** A place for each connection, whether it is open at the moment or not. */
  private final BlockingQueue<Optional<EngineConnection>> idle;

  EnginePool(LibChdb chdb, EngineOptions options) {
    this.chdb = chdb;
    this.options = options;
    this.idle = new ArrayBlockingQueue<>(options.connections());
    // Kept open and unused: the engine would shut down with its last connection.
    connect();
    for (int i = 0; i < options.connections(); i++) {
      idle.add(Optional.empty());
    }
  }

  void with(Work work) throws IOException {
    Optional<EngineConnection> place = take();
    EngineConnection connection = null;
    boolean sound = false;
    try {
      connection = place.isPresent() ? place.get() : connect();
      work.run(connection);
      sound = true;
    } finally {
      if (!sound && connection != null) {
        connection.close();
      }
      idle.add(sound ? Optional.of(connection) : Optional.empty());
    }
  }

  private EngineConnection connect() {
    return new EngineConnection(chdb, chdb.connect(options.arguments()));
  }

  private Optional<EngineConnection> take() {
    try {
      Optional<EngineConnection> place =
          idle.poll(options.patience().toMillis(), TimeUnit.MILLISECONDS);
      if (place == null) {
        // ClickHouse's TOO_MANY_SIMULTANEOUS_QUERIES.
        throw new EngineException(
            "Code: 202. DB::Exception: All connections of the embedded engine are busy.");
      }
      return place;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted", e);
    }
  }

  interface Work {
    void run(EngineConnection connection) throws IOException;
  }
}

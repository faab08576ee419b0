package dev.cresset.collector;

import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.ingest.OverloadedException;
import dev.cresset.collector.ingest.ProfileIngest;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.ClickHouseEndpoint;
import dev.cresset.collector.store.Schema;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** A running collector: its storage, its way in and its way out. Safe for use by many threads. */
public final class Collector implements AutoCloseable {
  private static final int INGEST_CONNECTIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CollectorConfig config;
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final EmbeddedClickHouse engine;
  private final ClickHouse clickHouse;

  private Collector(CollectorConfig config, EmbeddedClickHouse engine, ClickHouse clickHouse) {
    this.config = config;
    this.engine = engine;
    this.clickHouse = clickHouse;
  }

  /**
   * Starts everything and returns when it works.
   *
   * @throws IOException if something cannot start, with one line that says what and what to do
   */
  public static Collector start(CollectorConfig config) throws IOException {
    EmbeddedClickHouse engine =
        EmbeddedClickHouse.start(
            config.library(),
            config.data(),
            config.storage().queryConnections() + INGEST_CONNECTIONS,
            config.storage().embedded().memory().bytes());
    ClickHouseEndpoint endpoint = engine;
    ClickHouse clickHouse =
        ClickHouse.at(endpoint, "query", config.storage().queryConnections(), PATIENCE);
    try {
      Schema.create(clickHouse);
    } catch (SQLException e) {
      throw new IOException("The tables cannot be created: " + e.getMessage(), e);
    }
    return new Collector(config, engine, clickHouse);
  }

  /** What can be asked of the stored profiles. */
  public ProfileQueries queries() {
    throw new UnsupportedOperationException("Not there yet");
  }

  /** The way in for profiles, whichever transport they come by. */
  public ProfileIngest ingest() {
    return profile -> {
      throw new OverloadedException("Not there yet", Duration.ofSeconds(30));
    };
  }

  /** Where agents push. */
  public int grpcPort() {
    return config.grpc().port();
  }

  public Health health() {
    return engine.pid() == 0
        ? new Health(false, "The embedded ClickHouse is being started again")
        : new Health(true, "ready");
  }

  /** Every counter of the collector; the HTTP side adds its own and serves them. */
  public PrometheusRegistry metrics() {
    return metrics;
  }

  public CollectorConfig config() {
    return config;
  }

  /** Stops taking profiles in, finishes what is under way, and ends the engine. */
  @Override
  public void close() {
    clickHouse.close();
    engine.close();
  }
}

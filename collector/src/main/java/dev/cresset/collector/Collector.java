package dev.cresset.collector;

import dev.cresset.collector.connections.ConnectionLimit;
import dev.cresset.collector.connections.HttpConnections;
import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.ingest.GrpcIngest;
import dev.cresset.collector.ingest.IngestServer;
import dev.cresset.collector.ingest.ProfileIngest;
import dev.cresset.collector.ingest.StoringIngest;
import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.rollup.RollupJob;
import dev.cresset.collector.rollup.RollupTiming;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.ClickHouseEndpoint;
import dev.cresset.collector.store.DiskPressure;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.NamedServer;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Schema;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running collector: its storage, its way in and its way out. Safe for use by many threads. */
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  private static final int INGEST_CONNECTIONS = 2;
  private static final int HEALTH_CONNECTIONS = 1;
  private static final int ROLLUP_CONNECTIONS = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CollectorConfig config;
  private final PrometheusRegistry metrics = new PrometheusRegistry();

  /** What to close, the last opened first. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Null if a named server is used. */
  private EmbeddedClickHouse engine;

  private ClickHouse clickHouse;

  /** Of its own: a collector whose queries are all busy is ready all the same. */
  private ClickHouse forHealth;

  private ProfileQueries queries;
  private StoringIngest ingest;
  private IngestServer server;
  private HttpConnections httpConnections;

  private Collector(CollectorConfig config) {
    this.config = config;
  }

  /**
   * Starts everything and returns when it works.
   *
   * @throws IOException if something cannot start, with one line that says what and what to do
   */
  public static Collector start(CollectorConfig config) throws IOException {
    Collector collector = new Collector(config);
    boolean started = false;
    try {
      collector.start();
      started = true;
      return collector;
    } finally {
      if (!started) {
        collector.close();
      }
    }
  }

  private void start() throws IOException {
    ClickHouseEndpoint endpoint = endpoint();
    CollectorConfig.Storage storage = config.storage();
    clickHouse = opened(ClickHouse.at(endpoint, "query", storage.queryConnections(), PATIENCE));
    forHealth = opened(ClickHouse.at(endpoint, "health", HEALTH_CONNECTIONS, PATIENCE));
    createTables();
    Kept kept = new Kept(config.retention());
    startDiskPressure(kept);
    queries = openQueries(kept);
    ClickHouse forRollup = opened(ClickHouse.at(endpoint, "rollup", ROLLUP_CONNECTIONS, PATIENCE));
    opened(RollupJob.start(forRollup, RollupTiming.DEFAULT, kept, metrics));
    ClickHouse forIngest = opened(ClickHouse.at(endpoint, "ingest", INGEST_CONNECTIONS, PATIENCE));
    ingest =
        opened(
            new StoringIngest(new ProfileStore(forIngest), config.ingestLimits(), kept, metrics));
    ConnectionLimit connections = new ConnectionLimit(config.connections(), metrics);
    ExecutorService executor = opened(Executors.newVirtualThreadPerTaskExecutor());
    server =
        opened(
            IngestServer.start(
                new InetSocketAddress(config.grpc().host(), config.grpc().port()),
                new GrpcIngest(ingest, config.ingestLimits(), executor, metrics),
                executor,
                connections.port("grpc")));
    httpConnections = new HttpConnections(connections.port("http"));
  }

  private ClickHouseEndpoint endpoint() throws IOException {
    CollectorConfig.Storage storage = config.storage();
    if (!storage.url().isEmpty()) {
      return namedServer(storage);
    }
    if (!storage.cluster().isEmpty()) {
      throw new IOException(
          "storage.cluster=%s is a cluster of which server? Name one by storage.url"
              .formatted(storage.cluster()));
    }
    engine =
        opened(
            EmbeddedClickHouse.start(
                config.library(),
                config.data(),
                storage.queryConnections()
                    + INGEST_CONNECTIONS
                    + HEALTH_CONNECTIONS
                    + ROLLUP_CONNECTIONS,
                storage.embedded().memory().bytes()));
    count(
        "cresset_engine_restarts",
        "How often the embedded ClickHouse had to be started again.",
        engine::restarts);
    return engine;
  }

  static NamedServer namedServer(CollectorConfig.Storage storage) throws IOException {
    try {
      return new NamedServer(storage.url(), storage.user(), storage.password(), storage.cluster());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ProfileQueries openQueries(Kept kept) {
    ClickHouseQueries found = new ClickHouseQueries(clickHouse, queryLimits(), kept);
    count(
        "cresset_query_stack_traces",
        "Stack traces that flame graphs and tables were made of",
        found::stackTraces);
    count(
        "cresset_query_stack_traces_read",
        "Those of them that were not in memory, and were read from the storage",
        found::stackTracesRead);
    return found;
  }

  private void count(String name, String help, LongSupplier count) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(count.getAsLong()))
        .register(metrics);
  }

  private void createTables() throws IOException {
    try {
      Schema.migrate(clickHouse, config.retention());
    } catch (SQLException e) {
      String where =
          engine == null
              ? " on the server that storage.url names"
              : " in " + config.data().toAbsolutePath();
      throw new IOException("The tables cannot be used" + where + ": " + e.getMessage(), e);
    }
  }

  private void startDiskPressure(Kept kept) throws IOException {
    try {
      opened(new DiskPressure(clickHouse, kept, config.storage().minFree().bytes(), metrics))
          .start();
    } catch (SQLException e) {
      throw new IOException("The storage cannot be read: " + e.getMessage(), e);
    }
  }

  private QueryLimits queryLimits() {
    QueryLimits limits = config.query().limits(Runtime.getRuntime().maxMemory());
    return engine == null
        ? limits
        : limits.withMemory(
            EmbeddedClickHouse.queryMemory(config.storage().embedded().memory().bytes()));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** The storage itself, for tests. */
  ClickHouse clickHouse() {
    return clickHouse;
  }

  /** The engine's process; 0 if there is none. */
  long enginePid() {
    return engine == null ? 0 : engine.pid();
  }

  /** What can be asked of the stored profiles. */
  public ProfileQueries queries() {
    return queries;
  }

  /** The way in for profiles, whichever transport they come by. */
  public ProfileIngest ingest() {
    return ingest;
  }

  /** Where agents push. */
  public int grpcPort() {
    return server.port();
  }

  /** To be added to the connector where the collector is asked over HTTP. */
  public HttpConnections httpConnections() {
    return httpConnections;
  }

  /** Asks the storage; takes a moment. */
  public Health health() {
    try (Connection connection = forHealth.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      return new Health(true, "ready");
    } catch (SQLException | RuntimeException e) {
      return new Health(false, "The storage cannot be reached: " + e.getMessage());
    }
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
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("Something did not close", e);
      }
    }
  }
}

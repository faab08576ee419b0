package dev.cresset.collector.rollup;

import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Duration;

/** The job's work, done when a test wants it. */
public final class Rollups {
  /** Minutes are rolled up as soon as they end, and nothing is looked at twice. */
  private static final RollupTiming AT_ONCE =
      new RollupTiming(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1));

  private final RollupPass pass;

  public Rollups(ClickHouse clickHouse) {
    this(clickHouse, new RollupMetrics(new PrometheusRegistry()));
  }

  public Rollups(ClickHouse clickHouse, Kept kept) {
    this(clickHouse, kept, new RollupMetrics(new PrometheusRegistry()));
  }

  Rollups(ClickHouse clickHouse, RollupMetrics metrics) {
    this(clickHouse, new Kept(new Retention(30)), metrics);
  }

  private Rollups(ClickHouse clickHouse, Kept kept, RollupMetrics metrics) {
    this.pass =
        new RollupPass(new RollupDatabase(clickHouse), ProfileStore.TENANT, AT_ONCE, kept, metrics);
  }

  /** Rolls up what is new. */
  public void rollUp() throws SQLException {
    pass.run(false);
  }

  /** Rolls up what is new, and what was begun and not ended. */
  public void rollUpAll() throws SQLException {
    pass.run(true);
  }
}

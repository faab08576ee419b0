package dev.cresset.collector.rollup;

import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.ProfileStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the rollups up to date, on a thread of its own, until it is closed. Any number of servers
 * may do so on the same tables.
 */
public final class RollupJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RollupJob.class);

  /** How often it looks for what another server began and never ended. */
  private static final Duration UNFINISHED = Duration.ofMinutes(10);

  private final RollupPass pass;
  private final RollupTiming timing;
  private final RollupMetrics metrics;
  private final Thread thread =
      Thread.ofPlatform().name("rollup").daemon().unstarted(this::runUntilClosed);
  private volatile boolean closed;

  private RollupJob(
      ClickHouse clickHouse, RollupTiming timing, Kept kept, PrometheusRegistry registry) {
    this.timing = timing;
    this.metrics = new RollupMetrics(registry);
    this.pass =
        new RollupPass(new RollupDatabase(clickHouse), ProfileStore.TENANT, timing, kept, metrics);
  }

  /**
   * @param clickHouse one connection is enough
   * @param kept which profiles there are: of what is older, minutes are not rolled up again
   */
  public static RollupJob start(
      ClickHouse clickHouse, RollupTiming timing, Kept kept, PrometheusRegistry registry) {
    RollupJob job = new RollupJob(clickHouse, timing, kept, registry);
    job.thread.start();
    return job;
  }

  private void runUntilClosed() {
    boolean failing = false;
    boolean complete = false;
    long lookedForUnfinished = 0;
    while (!closed) {
      try {
        boolean unfinishedToo =
            !complete || System.nanoTime() - lookedForUnfinished > UNFINISHED.toNanos();
        lookedForUnfinished = unfinishedToo ? System.nanoTime() : lookedForUnfinished;
        complete = pass.run(unfinishedToo);
        failing = false;
      } catch (SQLException | RuntimeException | Error e) {
        complete = false;
        if (!closed) {
          metrics.failed();
          // Once, not four times a minute for as long as it lasts.
          LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
              .log("Nothing can be rolled up now; questions go to the profiles", e);
          failing = true;
        }
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(closed ? Duration.ZERO : timing.pause());
    } catch (InterruptedException e) {
      // By close().
    }
  }

  /** Ends it; what it was about to write will be written by the next. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

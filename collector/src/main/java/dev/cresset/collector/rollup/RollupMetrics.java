package dev.cresset.collector.rollup;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the rollup job does. */
final class RollupMetrics {
  private final Counter buckets;
  private final Counter late;
  private final Counter failures;
  private final Histogram seconds;

  /** Up to when everything was rolled up the last time that nothing failed. */
  private volatile Instant closed;

  RollupMetrics(PrometheusRegistry registry) {
    this.closed = Instant.now();
    this.buckets =
        Counter.builder()
            .name("cresset_rollup_buckets")
            .help("Minutes and hours of a service's type that were rolled up, again or not.")
            .labelNames("table")
            .register(registry);
    this.late =
        Counter.builder()
            .name("cresset_rollup_late_profiles")
            .help("Profiles, by type, that arrived after their minute had been rolled up.")
            .register(registry);
    this.failures =
        Counter.builder()
            .name("cresset_rollup_failures")
            .help("Rollups that failed and will be tried again.")
            .register(registry);
    this.seconds =
        Histogram.builder()
            .name("cresset_rollup_pass_seconds")
            .help("How long it took to look for what is new and to roll it up.")
            .unit(Unit.SECONDS)
            .classicUpperBounds(0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
            .register(registry);
    GaugeWithCallback.builder()
        .name("cresset_rollup_lag_seconds")
        .help(
            "The age of the time up to which everything was rolled up the last time that nothing"
                + " failed; 15 to 90 s if all is well.")
        .unit(Unit.SECONDS)
        .callback(callback -> callback.call(lag().toMillis() / 1e3))
        .register(registry);
  }

  Duration lag() {
    return Duration.between(closed, Instant.now());
  }

  void rolledUp(String table, int count) {
    buckets.labelValues(table).inc(count);
  }

  void late(long profiles) {
    late.inc(profiles);
  }

  void failed() {
    failures.inc();
  }

  /**
   * @param closedUntil up to when everything is rolled up; empty if something failed
   */
  void passed(Optional<Instant> closedUntil, long nanos) {
    closed = closedUntil.orElse(closed);
    seconds.observe(nanos / 1e9);
  }
}

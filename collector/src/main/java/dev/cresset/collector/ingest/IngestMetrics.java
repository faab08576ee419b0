package dev.cresset.collector.ingest;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/**
 * What became of the profiles that arrived. Every one is counted as received, and, when it is done
 * with, as exactly one of stored, rejected and delayed.
 */
final class IngestMetrics {
  private final Counter received;
  private final Counter receivedBytes;
  private final Counter stored;
  private final Counter rejected;
  private final Counter delayed;
  private final Counter folded;
  private final Counter commitFailures;
  private final Histogram commitSeconds;
  private final Histogram commitProfiles;

  IngestMetrics(PrometheusRegistry registry) {
    this.received = counter("received", "Profiles that arrived.", registry);
    this.receivedBytes =
        counter("received_bytes", "Bytes of the profiles that arrived, as sent.", registry);
    this.stored = counter("stored", "Profiles that were stored and acknowledged.", registry);
    this.rejected =
        Counter.builder()
            .name("cresset_ingest_rejected")
            .help("Profiles refused for good, by the setting whose limit they broke.")
            .labelNames("limit")
            .register(registry);
    this.delayed =
        counter("delayed", "Profiles that could not be stored and are to be sent again.", registry);
    this.folded =
        Counter.builder()
            .name("cresset_ingest_folded")
            .help(
                "Stack traces and sets of labels of profiles that were counted under (other), by"
                    + " the setting whose limit was reached.")
            .labelNames("limit")
            .register(registry);
    this.commitFailures = counter("commit_failures", "Inserts that failed.", registry);
    this.commitSeconds =
        Histogram.builder()
            .name("cresset_ingest_commit_seconds")
            .help("How long inserts took.")
            .unit(Unit.SECONDS)
            .classicUpperBounds(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
            .register(registry);
    this.commitProfiles =
        Histogram.builder()
            .name("cresset_ingest_commit_profiles")
            .help("How many profiles an insert held.")
            .classicUpperBounds(1, 3, 10, 30, 100, 300, 1000)
            .register(registry);
  }

  /** Shows how much of the memory budget is in use. */
  static void watch(MemoryBudget budget, PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("cresset_ingest_in_flight_bytes")
        .help("Memory taken by profiles on their way in.")
        .unit(Unit.BYTES)
        .callback(callback -> callback.call(budget.taken()))
        .register(registry);
  }

  /** Shows how much of gRPC messages is waiting to be whole. */
  static void watch(WireBytes arriving, PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("cresset_ingest_arriving_bytes")
        .help("Bytes of gRPC messages that have begun to arrive.")
        .unit(Unit.BYTES)
        .callback(callback -> callback.call(arriving.taken()))
        .register(registry);
  }

  void received(long bytes) {
    received.inc();
    receivedBytes.inc(bytes);
  }

  void stored() {
    stored.inc();
  }

  /**
   * @param limit the setting; empty for a profile that is malformed
   */
  void rejected(String limit) {
    rejected.labelValues(limit.isEmpty() ? "none" : limit).inc();
  }

  void delayed() {
    delayed.inc();
  }

  /**
   * @param limit the setting
   */
  void folded(String limit, int count) {
    folded.labelValues(limit).inc(count);
  }

  void committed(int profiles, long nanos) {
    commitProfiles.observe(profiles);
    commitSeconds.observe(nanos / 1e9);
  }

  void commitFailed() {
    commitFailures.inc();
  }

  private static Counter counter(String name, String help, PrometheusRegistry registry) {
    return Counter.builder().name("cresset_ingest_" + name).help(help).register(registry);
  }
}

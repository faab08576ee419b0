package dev.cresset.collector.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What is counted of the API's use. Safe for use by many threads. */
final class ApiMetrics {
  private final Counter requests;
  private final Counter stale;
  private final Histogram seconds;

  ApiMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("cresset_http_requests_total")
            .help("Requests of the HTTP API by path and status")
            .labelNames("path", "status")
            .register(registry);
    stale =
        Counter.builder()
            .name("cresset_http_stale_answers_total")
            .help("Answers given again because the storage could not be reached")
            .labelNames("path")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("cresset_http_request_seconds")
            .help("How long requests of the HTTP API took")
            .labelNames("path")
            .classicUpperBounds(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
            .classicOnly()
            .register(registry);
  }

  void stale(String path) {
    stale.labelValues(path).inc();
  }

  void answered(String path, int status, long nanos) {
    requests.labelValues(path, Integer.toString(status)).inc();
    seconds.labelValues(path).observe(nanos / 1e9);
  }
}

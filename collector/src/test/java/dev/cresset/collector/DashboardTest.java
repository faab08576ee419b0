package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.http.ApiHandler;
import dev.cresset.collector.store.TestClickHouse;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts of the documentation ask for metrics that there are. */
class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("\\bcresset_[a-z_]+");

  @TempDir Path data;

  @Test
  void everyMetricThatIsAskedForIsServed() throws Exception {
    Set<String> asked = asked(Path.of("..", "docs", "grafana", "cresset.json"));
    asked.addAll(asked(Path.of("..", "docs", "operations.md")));

    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(served()).containsAll(asked);
  }

  private static Set<String> asked(Path file) throws Exception {
    return METRIC
        .matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> served() throws Exception {
    Map<String, String> settings =
        Map.of(
            "data",
            data.toString(),
            "http.port",
            "0",
            "grpc.port",
            "0",
            "storage.embedded.library",
            TestClickHouse.library().toString());
    try (Collector collector = Collector.start(CollectorConfig.of(settings))) {
      assertThat(ApiHandler.of(collector).isStopped()).isTrue();
      return collector.metrics().scrape().stream()
          .flatMap(DashboardTest::names)
          .collect(Collectors.toSet());
    }
  }

  /** As Prometheus has them. */
  private static Stream<String> names(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    return switch (metric) {
      case CounterSnapshot counter -> Stream.of(name + "_total");
      case HistogramSnapshot histogram ->
          Stream.of(name + "_bucket", name + "_sum", name + "_count");
      default -> Stream.of(name);
    };
  }
}

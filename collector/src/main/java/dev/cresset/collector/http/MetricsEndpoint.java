package dev.cresset.collector.http;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;

/** {@code GET /metrics}: every counter, for Prometheus. */
final class MetricsEndpoint implements Endpoint {
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry;

  MetricsEndpoint(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public void answer(Call call) throws IOException {
    ExpositionFormatWriter format = formats.findWriter(call.header(HttpHeader.ACCEPT));
    try (OutputStream out = call.send(format.getContentType())) {
      format.write(out, registry.scrape());
    }
  }
}

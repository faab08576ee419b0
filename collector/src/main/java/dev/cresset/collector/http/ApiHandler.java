package dev.cresset.collector.http;

import dev.cresset.collector.Collector;
import dev.cresset.collector.Health;
import dev.cresset.collector.ingest.ProfileIngest;
import dev.cresset.collector.query.ProfileQueries;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;

/**
 * The HTTP API: everything under {@code /api}, {@code /healthz}, {@code /readyz} and {@code
 * /metrics}. Declines every other path, so that it can stand in front of other handlers. It blocks
 * while it answers: run the server on virtual threads.
 */
public final class ApiHandler extends Handler.Wrapper {
  private final List<Endpoint> endpoints;

  /**
   * @param health asked by {@code /readyz}
   * @param metrics shown by {@code /metrics}; the API adds its own
   * @param maxUpload the most bytes an uploaded profile may have
   */
  public ApiHandler(
      ProfileQueries queries,
      ProfileIngest ingest,
      Supplier<Health> health,
      PrometheusRegistry metrics,
      long maxUpload) {
    ApiMetrics apiMetrics = new ApiMetrics(metrics);
    endpoints = new ArrayList<>(remembering(questions(queries), apiMetrics));
    endpoints.addAll(
        List.of(
            new UploadEndpoint(ingest, maxUpload),
            new OpenApiEndpoint(),
            new LivenessEndpoint(),
            new ReadinessEndpoint(health),
            new MetricsEndpoint(metrics)));
    setHandler(compressed(routes(apiMetrics)));
  }

  private static List<Endpoint> questions(ProfileQueries queries) {
    SelectionParameters selections = new SelectionParameters(InstantSource.system());
    return List.of(
        new ServicesEndpoint(queries),
        new LabelsEndpoint(queries, selections),
        new AgentsEndpoint(queries, selections),
        new CardinalityEndpoint(queries, selections),
        new FlameGraphEndpoint(queries, selections),
        new TopEndpoint(queries, selections),
        new CallsEndpoint(queries, selections),
        new SeriesEndpoint(queries, selections),
        new DiffEndpoint(queries, selections),
        new GrowthEndpoint(queries, selections));
  }

  private static List<Endpoint> remembering(List<Endpoint> questions, ApiMetrics metrics) {
    RecentAnswers recent = new RecentAnswers();
    return questions.stream()
        .<Endpoint>map(
            question -> new RememberingEndpoint(question, recent, metrics, InstantSource.system()))
        .toList();
  }

  /** The API of a running collector. */
  public static ApiHandler of(Collector collector) {
    return new ApiHandler(
        collector.queries(),
        collector.ingest(),
        collector::health,
        collector.metrics(),
        collector.config().ingest().maxProfileSize().bytes());
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  private PathMappingsHandler routes(ApiMetrics metrics) {
    PathMappingsHandler routes = new PathMappingsHandler();
    for (Endpoint endpoint : endpoints) {
      routes.addMapping(PathSpec.from(endpoint.path()), new EndpointHandler(endpoint, metrics));
    }
    routes.addMapping(PathSpec.from("/api/*"), new UnknownPathHandler(endpoints));
    return routes;
  }

  private static CompressionHandler compressed(Handler handler) {
    CompressionHandler compression = new CompressionHandler(handler);
    compression.putCompression(new GzipCompression());
    compression.putConfiguration(
        "/*",
        CompressionConfig.builder()
            .compressIncludeMimeType("application/json")
            .compressIncludeMimeType("application/problem+json")
            .compressIncludeMimeType("application/yaml")
            .compressIncludeMimeType("text/plain")
            // An uploaded profile is gzipped or not by itself, whatever the request says.
            .decompressExcludeMethod("POST")
            .build());
    return compression;
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.Health;
import dev.cresset.collector.SeededStore;
import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.ClickHouseEndpoint;
import dev.cresset.collector.store.Retention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a real server over a real store, with another handler behind it. */
final class ApiServer implements BeforeAllCallback, AfterAllCallback {
  static final int MAX_UPLOAD = 100_000;
  static final String OTHER = "from the other handler";

  private static final JsonMapper JSON = new JsonMapper();

  private final SeededStore store = new SeededStore();
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private volatile Health health = new Health(true, "ready");
  private volatile boolean storeIsDown;
  private ClickHouse clickHouse;
  private ApiHandler api;
  private Server server;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    store.beforeAll(context);
    clickHouse = ClickHouse.at(new Switch(), "api", 4, Duration.ofSeconds(10));
    ProfileQueries queries =
        new ClickHouseQueries(
            clickHouse, QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()), new Retention(30));
    api = new ApiHandler(queries, store.ingest(), () -> health, metrics, MAX_UPLOAD);
    server = new Server(new VirtualThreadPool());
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Handler.Sequence(api, new OtherHandler()));
    server.start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server.stop();
    client.close();
    clickHouse.close();
    store.afterAll(context);
  }

  SeededStore store() {
    return store;
  }

  ApiHandler api() {
    return api;
  }

  /** Whether queries find nobody to ask. */
  void storeIsDown(boolean down) {
    storeIsDown = down;
  }

  void become(Health next) {
    health = next;
  }

  URI address(String pathAndQuery) {
    return URI.create(server.getURI().resolve("/") + pathAndQuery.substring(1));
  }

  HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(pathAndQuery)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<InputStream> stream(String pathAndQuery) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address(pathAndQuery)).build(), BodyHandlers.ofInputStream());
  }

  HttpResponse<String> post(String pathAndQuery, byte[] body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address(pathAndQuery))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** The JSON of an answer that has to be 200. */
  JsonNode json(String pathAndQuery) throws IOException, InterruptedException {
    HttpResponse<String> response = get(pathAndQuery);
    if (response.statusCode() != HttpStatus.OK_200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  static JsonNode parse(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  private final class Switch implements ClickHouseEndpoint {
    @Override
    public String url() throws SQLTransientConnectionException {
      if (storeIsDown) {
        throw new SQLTransientConnectionException("it is being started again");
      }
      return store.clickHouse().engine().url();
    }

    @Override
    public Properties properties() {
      return store.clickHouse().engine().properties();
    }
  }

  private static final class OtherHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.write(true, StandardCharsets.UTF_8.encode(OTHER), callback);
      return true;
    }
  }
}

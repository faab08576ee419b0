package dev.cresset.flamegraphui;

import dev.cresset.collector.Collector;
import dev.cresset.collector.CollectorConfig;
import dev.cresset.collector.http.ApiHandler;
import dev.cresset.flamegraphui.page.QueryRunner;
import dev.cresset.flamegraphui.page.UiServices;
import java.io.IOException;
import java.time.Clock;

/** The parts of a running server, put together. */
final class Server implements AutoCloseable {
  private final Collector collector;
  private final QueryRunner runner;
  private final WebServer web;

  private Server(Collector collector, QueryRunner runner, WebServer web) {
    this.collector = collector;
    this.runner = runner;
    this.web = web;
  }

  /**
   * Returns when everything works.
   *
   * @throws IOException if something cannot start, with one line that says what and what to do
   */
  static Server start(CollectorConfig config) throws IOException {
    Collector collector = Collector.start(config);
    QueryRunner runner = new QueryRunner(config.storage().queryConnections());
    try {
      UiServices services =
          new UiServices(collector.queries(), runner, Clock.systemUTC(), collector.grpcPort());
      WebServer web =
          WebServer.start(
              config.http().host(),
              config.http().port(),
              collector.httpConnections(),
              ApiHandler.of(collector),
              services);
      return new Server(collector, runner, web);
    } catch (IOException | RuntimeException e) {
      runner.close();
      collector.close();
      throw e;
    }
  }

  /** Where a browser on this machine finds the pages. */
  String url() {
    return "http://localhost:" + web.port();
  }

  /** What agents on this machine are told. */
  String ingestAddress() {
    return "http://localhost:" + collector.grpcPort();
  }

  @Override
  public void close() {
    web.close();
    runner.close();
    collector.close();
  }
}

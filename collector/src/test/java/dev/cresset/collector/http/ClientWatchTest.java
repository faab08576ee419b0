package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.PprofBuilder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over sockets, to end them at a chosen moment. */
class ClientWatchTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final String RUNNING =
      "SELECT count() FROM system.processes WHERE query LIKE '%FROM sightings%'"
          + " AND query NOT LIKE '%system.processes%'";

  @BeforeAll
  static void seed() throws Exception {
    SERVER
        .store()
        .store(
            "shop",
            "1",
            "a",
            PprofBuilder.cpu(Instant.now()).sample(List.of("main"), List.of(1L, 1L)));
    SERVER.store().clickHouse().execute("RENAME TABLE sightings TO seen");
  }

  @Test
  void aQueryEndsInTheEngineWhenTheClientIsGone() throws Exception {
    sightingsAre("seen CROSS JOIN numbers(1000000000000000) AS n");
    try (Socket socket = connected()) {
      send(socket, "/api/v1/services");
      awaitRunning("1");
    }

    awaitRunning("0");
    awaitInMetrics("cresset_http_requests_total{path=\"/api/v1/services\",status=\"499\"} 1");
  }

  @Test
  void aRequestSentBeforeTheAnswerOfTheLastIsAnsweredAfterIt() throws Exception {
    sightingsAre("seen WHERE sleepEachRow(1) = 0");
    try (Socket socket = connected()) {
      send(socket, "/api/v1/services");
      awaitRunning("1");
      send(socket, "/healthz");
      send(socket, "/api/v1/openapi.yaml?no=1", "Connection: close");

      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results())
          .extracting(status -> status.group(1))
          .containsExactly("200", "200", "400");
    }
  }

  /** Has what {@code /api/v1/services} reads take its time. */
  private static void sightingsAre(String from) throws Exception {
    SERVER
        .store()
        .clickHouse()
        .execute("CREATE OR REPLACE VIEW sightings AS SELECT seen.* FROM " + from);
  }

  private static Socket connected() throws IOException {
    URI server = SERVER.address("/");
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
    return socket;
  }

  private static void send(Socket socket, String path, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void awaitRunning(String count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!SERVER.store().clickHouse().column(RUNNING).getFirst().equals(count)) {
      assertThat(System.nanoTime()).as("until " + count + " are running").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static void awaitInMetrics(String line) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!SERVER.get("/metrics").body().contains(line)) {
      assertThat(System.nanoTime()).as("until there is " + line).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}

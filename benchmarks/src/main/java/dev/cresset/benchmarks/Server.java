package dev.cresset.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** A running server. */
record Server(MeasuredProcess process, int httpPort, int grpcPort, Duration untilReady) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Starts a server and waits until it says that it is ready. */
  static Server start(Workbench workbench, Path data) throws IOException, InterruptedException {
    int http = Workbench.freePort();
    int grpc = Workbench.freePort();
    long start = System.nanoTime();
    MeasuredProcess process = workbench.startServer(data, http, grpc);
    URI ready = URI.create("http://127.0.0.1:" + http + "/readyz");
    while (!answers(ready)) {
      process.requireAlive();
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException("The server was not ready within " + PATIENCE);
      }
      Thread.sleep(20);
    }
    return new Server(process, http, grpc, Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean answers(URI uri) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }
}

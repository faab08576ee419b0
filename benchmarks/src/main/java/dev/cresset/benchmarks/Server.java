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
    return start((http, grpc) -> workbench.startServer(data, http, grpc));
  }

  /** Starts one by itself with a heap of its own size, on an empty folder. */
  static Server start(Workbench workbench, String heap) throws IOException, InterruptedException {
    return start((http, grpc) -> workbench.startServer(heap, http, grpc));
  }

  private static Server start(Start start) throws IOException, InterruptedException {
    int http = Workbench.freePort();
    int grpc = Workbench.freePort();
    long began = System.nanoTime();
    MeasuredProcess process = start.on(http, grpc);
    URI ready = URI.create("http://127.0.0.1:" + http + "/readyz");
    while (!answers(ready)) {
      process.requireAlive();
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IOException("The server was not ready within " + PATIENCE);
      }
      Thread.sleep(20);
    }
    return new Server(process, http, grpc, Duration.ofNanos(System.nanoTime() - began));
  }

  private interface Start {
    MeasuredProcess on(int http, int grpc) throws IOException;
  }

  /** A metric without labels, as it is now. */
  double metric(String name) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String all =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      return all.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
          .findFirst()
          .orElseThrow(() -> new IOException("There is no metric " + name));
    }
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

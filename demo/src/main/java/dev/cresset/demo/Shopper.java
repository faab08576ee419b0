package dev.cresset.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * One visitor of one shop: sends a request, reads the answer, waits for its turn. A slow shop gets
 * fewer requests; what was missed is not made up for.
 */
final class Shopper implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final HttpClient client;
  private final URI shop;
  private final RequestMix mix;
  private final Duration pause;
  private final Tally tally;

  /**
   * @param pause from the start of one request to the start of the next, at least
   */
  Shopper(HttpClient client, URI shop, RequestMix mix, Duration pause, Tally tally) {
    this.client = client;
    this.shop = shop;
    this.mix = mix;
    this.pause = pause;
    this.tally = tally;
  }

  /** Runs until interrupted. */
  @Override
  public void run() {
    try {
      long turn = System.nanoTime();
      while (true) {
        request(mix.next());
        turn = Math.max(turn + pause.toNanos(), System.nanoTime());
        Thread.sleep(Duration.ofNanos(turn - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void request(RequestMix.Request request) throws InterruptedException {
    HttpRequest http =
        HttpRequest.newBuilder(shop.resolve(request.path()))
            .method(request.method(), BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build();
    long start = System.nanoTime();
    try {
      HttpResponse<Void> response = client.send(http, BodyHandlers.discarding());
      if (response.statusCode() == 200) {
        tally.answered(System.nanoTime() - start);
      } else {
        tally.failed();
      }
    } catch (IOException e) {
      tally.failed();
      Thread.sleep(PAUSE_AFTER_FAILURE);
    }
  }
}

package dev.cresset.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Visits one or more shops with the same steady mix of requests. Ends after a set time, and with
 * whoever started it.
 */
public final class LoadGenerator {
  private static final int WRONG_USAGE = 2;

  private LoadGenerator() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      run(LoadOptions.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + " " + LoadOptions.USAGE);
      System.exit(WRONG_USAGE);
    }
  }

  private static void run(LoadOptions options) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<Tally> tallies = new ArrayList<>();
    for (URI target : options.targets()) {
      Tally tally = new Tally();
      tallies.add(tally);
      start(client, target, options, tally);
    }
    awaitEnd(options);
    for (int i = 0; i < tallies.size(); i++) {
      System.out.println(options.targets().get(i) + ": " + tallies.get(i));
    }
    System.exit(0);
  }

  private static void start(HttpClient client, URI target, LoadOptions options, Tally tally)
      throws InterruptedException {
    for (int visitor = 0; visitor < options.connections(); visitor++) {
      Shopper shopper =
          new Shopper(client, target, new RequestMix(visitor), options.pause(), tally);
      Thread.ofPlatform().daemon().name("shopper-" + visitor).start(shopper);
      Thread.sleep(options.pause().dividedBy(options.connections()));
    }
  }

  private static void awaitEnd(LoadOptions options) throws InterruptedException {
    CountDownLatch stdinClosed = new CountDownLatch(1);
    if (options.untilStdinCloses()) {
      Thread.ofPlatform().daemon().name("stdin").start(() -> drainStdin(stdinClosed));
    }
    boolean early = stdinClosed.await(options.duration().toMillis(), TimeUnit.MILLISECONDS);
    System.out.println(early ? "Ends with its parent." : "Ends, as its time is over.");
  }

  private static void drainStdin(CountDownLatch closed) {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("Standard input failed, which counts as closed: " + e);
    } finally {
      closed.countDown();
    }
  }
}

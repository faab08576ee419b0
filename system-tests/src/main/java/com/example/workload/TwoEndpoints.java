package com.example.workload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service of two endpoints, one of which needs three times the CPU time of the other, on the same
 * pools: each request is handled by one thread and has two tasks run by others. It asks itself from
 * when one file appears until another one does, and says what each endpoint has truly cost.
 */
public final class TwoEndpoints {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int CLIENTS = 4;
  private static final int UNIT = 300_000;

  private final boolean virtual;
  private final ExecutorService handlers;
  private final ExecutorService workers;
  private final ExecutorService forks;
  private final AtomicLong heavyNanos = new AtomicLong();
  private final AtomicLong lightNanos = new AtomicLong();
  private final AtomicLong heavyRequests = new AtomicLong();
  private final AtomicLong lightRequests = new AtomicLong();
  private volatile long sink;

  private TwoEndpoints(boolean virtual) throws ReflectiveOperationException {
    this.virtual = virtual;
    this.handlers = virtual ? newVirtualThreads() : Executors.newFixedThreadPool(3);
    this.workers = virtual ? newVirtualThreads() : Executors.newFixedThreadPool(3);
    this.forks = virtual ? newVirtualThreads() : new ForkJoinPool(2);
  }

  /**
   * @param args seconds to run at most, and the files that begin and end it; whatever follows asks
   *     for virtual threads
   */
  public static void main(String[] args) throws Exception {
    new TwoEndpoints(args.length > 3)
        .run(Long.parseLong(args[0]), new File(args[1]), new File(args[2]));
  }

  private void run(long seconds, File begin, File end) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!begin.exists() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/heavy", exchange -> handle(exchange, 3, heavyNanos, heavyRequests));
    server.createContext("/light", exchange -> handle(exchange, 1, lightNanos, lightRequests));
    server.start();
    Thread[] clients = new Thread[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      clients[i] = new Thread(() -> ask(server.getAddress(), deadline, end), "client-" + i);
      clients[i].start();
    }
    for (Thread client : clients) {
      client.join();
    }
    server.stop(1);
    handlers.shutdown();
    workers.shutdown();
    forks.shutdown();
    System.out.println("truth heavy=" + heavyNanos);
    System.out.println("truth light=" + lightNanos);
    System.out.println("truth heavy.requests=" + heavyRequests);
    System.out.println("truth light.requests=" + lightRequests);
  }

  /** Part of the path is different each time, as it is where paths have ids. */
  private void ask(InetSocketAddress server, long deadline, File end) {
    for (long i = 0; System.nanoTime() < deadline && !end.exists(); i++) {
      String path = i % 2 == 0 ? "/heavy/" : "/light/";
      try {
        URL url = new URL("http", server.getHostString(), server.getPort(), path + i);
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        try (InputStream in = connection.getInputStream()) {
          while (in.read() >= 0) {
            // To the end, so that the connection is used again.
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void handle(HttpExchange exchange, int weight, AtomicLong nanos, AtomicLong requests)
      throws IOException {
    requests.incrementAndGet();
    Future<?> first = workers.submit(() -> burn(weight, nanos));
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> burn(weight, nanos), forks)
            .thenRunAsync(() -> burn(weight, nanos), workers);
    burn(weight, nanos);
    try {
      waitAWhile();
      first.get();
      second.get();
    } catch (Exception e) {
      throw new IOException(e);
    }
    byte[] answer = {'o', 'k'};
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** Where threads are virtual, so that what is to come finds another carrier. */
  private void waitAWhile() throws InterruptedException {
    if (virtual) {
      Thread.sleep(1);
    }
  }

  /** By name, since this is compiled for older JDKs too. */
  private static ExecutorService newVirtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private void burn(int weight, AtomicLong nanos) {
    long start = virtual ? 0 : THREADS.getCurrentThreadCpuTime();
    long mixed = sink;
    for (int i = 0; i < weight * UNIT; i++) {
      mixed = mixed * 6364136223846793005L + i;
    }
    sink = mixed;
    // Nobody knows the time of a virtual thread: there it is what it was asked for.
    nanos.addAndGet(virtual ? weight : THREADS.getCurrentThreadCpuTime() - start);
  }
}

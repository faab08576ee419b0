package dev.cresset.collector.embedded;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The engine's own process. Its secret is the first line of its standard input; it lives as long as
 * that stays open, and so no longer than its owner. It says on its standard output that it is
 * ready, with its port, or why it cannot be.
 */
public final class EmbeddedEngineMain {
  /** Starts a line for the owner; others are the engine's own chatter. */
  static final String SIGNAL = "cresset-engine ";

  static final String READY = SIGNAL + "ready ";
  static final String FAILED = SIGNAL + "failed ";

  private EmbeddedEngineMain() {}

  public static void main(String[] args) throws IOException {
    try {
      BufferedReader owner =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      Secret secret = new Secret(owner.readLine());
      Libc.ignoreRequestsToEnd();
      Thread.ofPlatform().name("owner-watch").daemon().start(() -> outlive(owner));
      System.out.println(READY + serve(EngineOptions.parse(args), secret));
    } catch (IOException | RuntimeException | LinkageError e) {
      System.out.println(FAILED + String.valueOf(e.getMessage()).replace('\n', ' '));
      Libc.exit(1);
    }
  }

  private static int serve(EngineOptions options, Secret secret) throws IOException {
    DataFolderLock.acquire(options);
    EnginePool pool = new EnginePool(LibChdb.load(options.library()), options);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    // Platform threads: a call into the library would hold a virtual thread's carrier all along.
    server.setExecutor(Executors.newFixedThreadPool(options.connections() + 4));
    server.createContext("/", new EngineHttp(pool, secret));
    server.start();
    return server.getAddress().getPort();
  }

  private static void outlive(BufferedReader owner) {
    try {
      while (owner.readLine() != null) {
        // Nothing more is expected; what counts is the end.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Libc.exit(0);
  }
}

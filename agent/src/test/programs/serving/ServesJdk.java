import com.sun.net.httpserver.HttpServer;
import dev.cresset.api.Cresset;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP server, which burns CPU time in another thread than the one that handles the
 * request; the same pool then burns some for nobody, and the main thread some under a label.
 */
public class ServesJdk {
  private static volatile long sink;

  public static void main(String[] args) throws Exception {
    Asks.untilToldToBegin();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    server.createContext(
        "/carts",
        exchange -> {
          try {
            pool.submit(ServesJdk::forTheRequest).get();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    for (int i = 0; i < 20; i++) {
      Asks.get(server.getAddress().getPort(), "/carts/" + i);
      pool.submit(ServesJdk::forNobody).get();
      Cresset.label("job", "billing", ServesJdk::underALabel);
    }
    Asks.untilToldToEnd();
    server.stop(0);
    pool.shutdown();
  }

  private static void forTheRequest() {
    burn();
  }

  private static void forNobody() {
    burn();
  }

  private static void underALabel() {
    burn();
  }

  private static void burn() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    while (System.nanoTime() < end) {
      sink++;
    }
  }
}

import dev.cresset.api.Cresset;
import java.util.concurrent.TimeUnit;

/**
 * A framework that nobody knows, which handles 20 calls of one route and burns CPU time for each,
 * and 10 that fail; then it burns some for nobody, and some under a label.
 */
public class ServesCalls {
  private static volatile long sink;

  public static void main(String[] args) throws Exception {
    Asks.untilToldToBegin();
    // Not the main thread: where that ends first, the JVM's own takes its place in a profile.
    Thread server = new Thread(ServesCalls::serve, "server");
    server.start();
    server.join();
    Asks.untilToldToEnd();
  }

  private static void serve() {
    Dispatcher dispatcher = new Dispatcher();
    for (int i = 0; i < 20; i++) {
      dispatcher.dispatch(new Call("cart.Add", i), 1);
      forNobody();
      Cresset.label("job", "billing", ServesCalls::underALabel);
    }
    for (int i = 0; i < 10; i++) {
      try {
        dispatcher.dispatch(new Call("cart.Fail", i), 1);
      } catch (IllegalArgumentException expected) {
        // It is a request all the same.
      }
    }
  }

  /** What a request is. */
  public static final class Call {
    private final String route;
    private final int id;

    Call(String route, int id) {
      this.route = route;
      this.id = id;
    }

    public String route() {
      return route;
    }
  }

  /** Where requests come in. */
  static final class Dispatcher {
    long dispatch(Call call, long version) {
      if (call.route().equals("cart.Fail")) {
        throw new IllegalArgumentException("no such cart: " + call.id);
      }
      forTheRequest();
      return version;
    }
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

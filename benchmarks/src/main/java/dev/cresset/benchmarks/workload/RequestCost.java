package dev.cresset.benchmarks.workload;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Prints what one thing costs that is done for each request: nanoseconds of CPU time and allocated
 * bytes, the least of several rounds of millions.
 */
public final class RequestCost {
  private static final int ROUNDS = 15;
  private static final int REQUESTS = 2_000_000;
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private RequestCost() {}

  /** As entry points mark that a request came in, by a name of which the agent knows the rest. */
  private enum State {
    REQUEST_RECEIVED
  }

  private interface Batch {
    void run(int requests) throws Throwable;
  }

  /**
   * @param args what: {@code span}, {@code context} or {@code server}
   */
  public static void main(String[] args) throws Throwable {
    Batch batch =
        switch (args[0]) {
          case "span" -> Spans::run;
          case "context" -> Contexts::run;
          default -> new Served()::run;
        };
    if (args[0].equals("span")) {
      Spans.startProfiler(args[1]);
    } else if (args.length > 1) {
      awaitAgent();
    }
    double nanos = Double.MAX_VALUE;
    double bytes = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      batch.run(REQUESTS);
      nanos = Math.min(nanos, (double) (THREADS.getCurrentThreadCpuTime() - start) / REQUESTS);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      bytes = Math.min(bytes, (double) allocated / REQUESTS);
    }
    System.out.printf("a request costs %.1f ns and %.2f B%n", nanos, bytes);
    System.exit(0);
  }

  /** Until it samples: the agent starts on a thread of its own. */
  private static void awaitAgent() throws InterruptedException {
    Thread.sleep(5_000);
  }

  /** async-profiler's own, which the agent does without. */
  private static final class Spans {
    private static final MethodHandle START = find("start", MethodType.methodType(long.class));
    private static final MethodHandle END =
        find("endIfProfiled", MethodType.methodType(void.class, long.class, String.class));

    static void startProfiler(String file) throws Throwable {
      Class<?> type = Class.forName("one.profiler.AsyncProfiler");
      Object profiler = type.getMethod("getInstance").invoke(null);
      type.getMethod("execute", String.class)
          .invoke(profiler, "start,event=cpu,interval=10ms,jfr,file=" + file);
    }

    static void run(int requests) throws Throwable {
      for (int i = 0; i < requests; i++) {
        long start = (long) START.invokeExact();
        END.invokeExact(start, "GET /carts");
      }
    }

    private static MethodHandle find(String name, MethodType type) {
      return RequestCost.find("one.profiler.Span", name, type);
    }
  }

  /** What the agent adds to every entry point, but for asking the framework for the route. */
  private static final class Contexts {
    private static final String BRIDGE = "dev.cresset.agent.bridge.Requests";
    private static final MethodHandle ENTER =
        RequestCost.find(
            BRIDGE,
            "enter",
            MethodType.methodType(Object.class, int.class, Object.class, Object.class));
    private static final MethodHandle EXIT =
        RequestCost.find(BRIDGE, "exit", MethodType.methodType(void.class, Object.class));

    /** Of Reactor Netty, whose requests are named later. */
    private static final int POINT = 5;

    static void run(int requests) throws Throwable {
      Object state = State.REQUEST_RECEIVED;
      for (int i = 0; i < requests; i++) {
        Object entered = (Object) ENTER.invokeExact(POINT, (Object) null, state);
        EXIT.invokeExact(entered);
      }
    }
  }

  private static MethodHandle find(String className, String name, MethodType type) {
    try {
      Class<?> found = Class.forName(className);
      return MethodHandles.publicLookup().findStatic(found, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JDK's HTTP server calls its handler, which does nothing. */
  private static final class Served {
    private final HttpContext context;
    private final HttpExchange exchange;

    Served() throws Exception {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      context = server.createContext("/carts", any -> {});
      exchange = new Exchange(context);
    }

    void run(int requests) throws Throwable {
      HttpHandler handler = context.getHandler();
      List<Filter> none = List.of();
      for (int i = 0; i < requests; i++) {
        new Filter.Chain(none, handler).doFilter(exchange);
      }
    }
  }

  private static final class Exchange extends HttpExchange {
    private final HttpContext context;

    Exchange(HttpContext context) {
      this.context = context;
    }

    @Override
    public String getRequestMethod() {
      return "GET";
    }

    @Override
    public HttpContext getHttpContext() {
      return context;
    }

    @Override
    public Headers getRequestHeaders() {
      return null;
    }

    @Override
    public Headers getResponseHeaders() {
      return null;
    }

    @Override
    public URI getRequestURI() {
      return null;
    }

    @Override
    public void close() {}

    @Override
    public InputStream getRequestBody() {
      return null;
    }

    @Override
    public OutputStream getResponseBody() {
      return null;
    }

    @Override
    public void sendResponseHeaders(int code, long length) {}

    @Override
    public InetSocketAddress getRemoteAddress() {
      return null;
    }

    @Override
    public int getResponseCode() {
      return 0;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
      return null;
    }

    @Override
    public String getProtocol() {
      return null;
    }

    @Override
    public Object getAttribute(String name) {
      return null;
    }

    @Override
    public void setAttribute(String name, Object value) {}

    @Override
    public void setStreams(InputStream in, OutputStream out) {}

    @Override
    public HttpPrincipal getPrincipal() {
      return null;
    }
  }
}

package dev.cresset.flamegraphui;

import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.page.UiServlet;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** One port for everything over HTTP: the API first, then the pages. */
final class WebServer implements AutoCloseable {
  private static final int MAX_THREADS = 200;
  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(20);

  /** With the 50 of the JDK, of many connections at once some are made a second later. */
  private static final int ACCEPT_QUEUE = 1024;

  private static final long STOP_MILLIS = 3_000;

  private final Server server;
  private final ServerConnector connector;

  private WebServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * @param port 0 picks a free one
   * @param connections told of each
   * @param api answers what it knows and leaves the rest to the pages
   * @throws IOException if the server cannot start, with one line that says what to do
   */
  static WebServer start(
      String host, int port, Connection.Listener connections, Handler api, UiServices services)
      throws IOException {
    // Virtual, because the API and the pages block while the store works.
    Server server = new Server(new VirtualThreadPool(MAX_THREADS));
    ServerConnector connector = connector(server, host, port);
    connector.addBean(connections);
    server.addConnector(connector);
    WebAppContext pages = pages(services);
    server.setHandler(new Handler.Sequence(api, new SecurityHeaders(pages)));
    server.setStopTimeout(STOP_MILLIS);
    try {
      server.start();
      if (pages.getUnavailableException() != null) {
        throw new IOException("The pages cannot start", pages.getUnavailableException());
      }
    } catch (Exception e) {
      stop(server);
      throw startFailure(host, port, e);
    }
    return new WebServer(server, connector);
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    stop(server);
  }

  private static ServerConnector connector(Server server, String host, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    return connector;
  }

  private static WebAppContext pages(UiServices services) {
    WebAppContext context = new WebAppContext();
    context.setContextPath("/");
    context.setParentLoaderPriority(true);
    context.setThrowUnavailableOnStartupException(true);
    context.setBaseResource(ResourceFactory.of(context).newClassLoaderResource("webapp/"));
    context.addConfiguration(new AnnotationConfiguration());
    // Only these are searched for routes and for what Vaadin starts by itself.
    context.setAttribute(
        MetaInfConfiguration.CONTAINER_JAR_PATTERN,
        ".*/(vaadin|flow|cresset-flamegraph)-[^/]*\\.jar$|.*/flamegraph-ui/target/classes/.*");
    context.getSessionHandler().setMaxInactiveInterval((int) SESSION_TIMEOUT.toSeconds());
    context.getSessionHandler().setHttpOnly(true);
    context.getSessionHandler().setSameSite(HttpCookie.SameSite.LAX);
    ServletHolder holder = new ServletHolder("pages", new UiServlet(services));
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    return context;
  }

  private static IOException startFailure(String host, int port, Exception cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return new IOException(
            "Port %d on %s is in use. Stop what uses it, or choose another with --http PORT (0 picks a free one)."
                .formatted(port, host),
            cause);
      }
    }
    return new IOException("The web server cannot start: " + cause.getMessage(), cause);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The web server did not stop", e);
    }
  }
}

import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** Jetty with servlets of javax, which do not know their mapping, behind a filter. */
public class ServesOldServlets {
  public static void main(String[] args) throws Exception {
    Asks.untilToldToBegin();
    Server server = new Server(0);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder("orders", new Orders()), "/orders/*");
    ServletHolder later = new ServletHolder("later", new Later());
    later.setAsyncSupported(true);
    context.addServlet(later, "/later/*");
    context.addFilter(passing(), "/*", null);
    server.setHandler(context);
    server.start();
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    for (int i = 0; i < 20; i++) {
      Asks.get(port, "/orders/" + i);
      Asks.get(port, "/later/" + i);
    }
    Asks.untilToldToEnd();
    server.stop();
  }

  private static FilterHolder passing() {
    FilterHolder passing = new FilterHolder(new Passing());
    passing.setAsyncSupported(true);
    return passing;
  }

  /** Answers when it has returned. */
  public static class Later extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      Asks.later(async::complete);
    }
  }

  public static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(request.getPathInfo());
    }
  }

  public static class Passing implements Filter {
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(request, response);
    }

    @Override
    public void destroy() {}
  }
}

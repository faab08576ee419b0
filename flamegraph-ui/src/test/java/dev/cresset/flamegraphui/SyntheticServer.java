package dev.cresset.flamegraphui;

import dev.cresset.flamegraphui.page.QueryRunner;
import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.synthetic.SyntheticQueries;
import java.time.Clock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The pages over made-up data, to look at them while they are built. */
final class SyntheticServer {
  private SyntheticServer() {}

  public static void main(String[] args) throws Exception {
    Clock clock = Clock.systemUTC();
    UiServices services =
        new UiServices(new SyntheticQueries(clock), new QueryRunner(8), clock, 7401);
    Handler nothing =
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            return false;
          }
        };
    Connection.Listener uncounted = new Connection.Listener() {};
    WebServer server =
        WebServer.start("127.0.0.1", Integer.parseInt(args[0]), uncounted, nothing, services);
    System.out.println("http://localhost:" + server.port());
  }
}

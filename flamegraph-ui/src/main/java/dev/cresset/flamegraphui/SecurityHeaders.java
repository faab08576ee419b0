package dev.cresset.flamegraphui;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets a page load from and talk to this server only, and be framed by nobody else. */
final class SecurityHeaders extends Handler.Wrapper {
  /** Vaadin writes its start into the page and evaluates what the server sends. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
          + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
          + "object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

  SecurityHeaders(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    response.getHeaders().put("Content-Security-Policy", POLICY);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "same-origin");
    return super.handle(request, response, callback);
  }
}

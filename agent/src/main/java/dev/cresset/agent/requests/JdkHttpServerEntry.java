package dev.cresset.agent.requests;

import com.sun.net.httpserver.HttpExchange;

/**
 * The JDK's own HTTP server; the endpoint is the path of the context. A runtime image without it
 * has no class to weave, and nobody asks.
 */
final class JdkHttpServerEntry implements EntryPoint {
  @Override
  public String[] classes() {
    return new String[] {"com/sun/net/httpserver/Filter$Chain"};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    return name.equals("doFilter") ? Advice.REQUEST : null;
  }

  @Override
  public int endpoint(Object self, Object argument, Endpoints endpoints) {
    HttpExchange exchange = (HttpExchange) argument;
    return endpoints.number(exchange.getRequestMethod(), exchange.getHttpContext().getPath());
  }
}

package dev.cresset.agent.requests;

import static dev.cresset.agent.bridge.RequestHooks.NO_REQUEST;
import static dev.cresset.agent.bridge.RequestHooks.UNKNOWN;

/**
 * HTTP servers of Reactor Netty, on which Spring WebFlux runs. A request lasts as long as the event
 * loop is busy with what the handler subscribed to; what that leaves to other threads is handed
 * over as tasks are.
 */
final class ReactorNettyEntry implements EntryPoint {
  private static final String HANDLE = "reactor/netty/http/server/HttpServer$HttpServerHandle";

  @Override
  public String[] classes() {
    return new String[] {HANDLE};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    return name.equals("onStateChange") ? Advice.REQUEST_BY_LAST : null;
  }

  @Override
  public int endpoint(Object self, Object state, Endpoints endpoints) {
    boolean isRequest =
        state instanceof Enum && ((Enum<?>) state).name().equals("REQUEST_RECEIVED");
    return isRequest ? UNKNOWN : NO_REQUEST;
  }
}

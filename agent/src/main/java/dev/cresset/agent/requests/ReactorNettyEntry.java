package dev.cresset.agent.requests;

import static dev.cresset.agent.bridge.RequestHooks.ANSWERED;
import static dev.cresset.agent.bridge.RequestHooks.NO_REQUEST;
import static dev.cresset.agent.bridge.RequestHooks.UNKNOWN;

/**
 * HTTP servers of Reactor Netty, on which Spring WebFlux runs. A request lasts until its exchange
 * ends. What its handler leaves to other threads is handed over as tasks are.
 */
final class ReactorNettyEntry implements EntryPoint {
  /** What the exchange's last state calls itself, also where its connection stays open. */
  private static final String DISCONNECTING = "[disconnecting]";

  private static final String HANDLE = "reactor/netty/http/server/HttpServer$HttpServerHandle";

  @Override
  public String[] classes() {
    return new String[] {HANDLE};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    return name.equals("onStateChange") ? Advice.EXCHANGE : null;
  }

  @Override
  public int endpoint(Object self, Object state, Endpoints endpoints) {
    if (state instanceof Enum) {
      return ((Enum<?>) state).name().equals("REQUEST_RECEIVED") ? UNKNOWN : NO_REQUEST;
    }
    return DISCONNECTING.equals(String.valueOf(state)) ? ANSWERED : NO_REQUEST;
  }
}

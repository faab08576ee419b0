package dev.cresset.agent.bridge;

/**
 * What instrumented code calls where a request lasts until its answer is complete, whatever has
 * returned by then. Nothing here throws.
 */
public final class Exchanges {
  private Exchanges() {}

  /**
   * A request comes in that is one of its own, whatever the thread works for. It lasts until {@link
   * #answered} is told of {@code self}.
   *
   * @param point the number of the entry point that was woven
   * @param self whose method it is
   * @param argument of the method
   * @return what {@link Requests#exit} needs
   */
  public static Object enterCall(int point, Object self, Object argument) {
    return awaited(Requests.enter(point, self, argument, true, true), self);
  }

  /**
   * Something happens to an exchange, which may be the beginning of a request, or its end.
   *
   * @return what {@link Requests#exit} needs; null if no request begins
   */
  public static Object enterExchange(int point, Object exchange, Object state) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return null;
    }
    try {
      int endpoint = to.endpoint(point, exchange, state);
      if (endpoint == RequestHooks.ANSWERED) {
        answered(exchange);
        return null;
      }
      ThreadRequests thread = RequestBridge.thisThread(to);
      return awaited(Requests.begin(thread, endpoint, true, to), exchange);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
      return null;
    }
  }

  private static Object awaited(Object entered, Object exchange) {
    RequestHooks to = RequestBridge.hooks();
    try {
      if (entered != null && to != null) {
        RequestContext request = (RequestContext) entered;
        request.escape();
        request.isAwaited = RequestBridge.EXCHANGES.put(exchange, request);
        if (!request.isAwaited) {
          to.handoffDropped();
        }
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
    return entered;
  }

  /** The answer of an exchange is complete, or there will be none. */
  public static void answered(Object exchange) {
    if (RequestBridge.hooks() == null) {
      return;
    }
    try {
      requestAnswered(RequestBridge.EXCHANGES.take(exchange));
    } catch (Throwable e) {
      RequestBridge.fail(RequestBridge.hooks(), e);
    }
  }

  /**
   * The answer of a request is complete that was left before it was.
   *
   * @param request null for one that nobody has seen begin
   */
  public static void requestAnswered(RequestContext request) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null || request == null) {
      return;
    }
    try {
      RequestBridge.thisThread(to).answered(request, to);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
  }
}

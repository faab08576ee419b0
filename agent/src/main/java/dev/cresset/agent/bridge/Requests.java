package dev.cresset.agent.bridge;

/** What instrumented code calls where requests are handled. Nothing here throws. */
public final class Requests {
  /** What the agent must agree with: see {@code BootClasses}. */
  public static final int CONTRACT = 2;

  private Requests() {}

  /**
   * A request comes in, or what handles it is entered further inside.
   *
   * @param point the number of the entry point that was woven
   * @param self whose method it is; null for a static one
   * @param argument of the method
   * @return what {@link #exit} needs; null for a request that has begun already
   */
  public static Object enter(int point, Object self, Object argument) {
    return enter(point, self, argument, true, false);
  }

  /**
   * The same as {@link #enter}, for what may be a part of a request that was counted before, and
   * may go on when its handler has returned.
   */
  public static Object enterDispatch(int point, Object self, Object argument) {
    Object entered = enter(point, self, argument, true, false);
    RequestHooks to = RequestBridge.hooks();
    try {
      if (entered != null && to != null) {
        RequestContext request = (RequestContext) entered;
        request.counted = !to.isPart(point, argument);
        request.point = point;
        request.argument = request.counted ? argument : null;
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
    return entered;
  }

  /** A part comes in of a request that is counted elsewhere. */
  public static Object enterPart(int point, Object self, Object argument) {
    return enter(point, self, argument, false, true);
  }

  /**
   * @param point the number of the entry point that was woven
   * @param self whose method it is; null for a static one
   * @param argument of the method
   * @param counted whether its end is one of a request, to be counted with its latency
   * @param ofItsOwn whether it is another request even if the thread works for one that goes on
   * @return what {@link #exit} needs; null if no request begins
   */
  static Object enter(int point, Object self, Object argument, boolean counted, boolean ofItsOwn) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return null;
    }
    try {
      ThreadRequests thread = RequestBridge.thisThread(to);
      RequestContext outer = thread.current();
      RequestContext within = outer == null ? null : outer.request();
      if (!ofItsOwn && within != null && within.done() == 0) {
        if (within.endpoint < 0) {
          within.endpoint = to.endpoint(point, self, argument);
        }
        return null;
      }
      return begin(thread, to.endpoint(point, self, argument), counted, to);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
      return null;
    }
  }

  /** Begins a request; null for what is none. */
  static RequestContext begin(
      ThreadRequests thread, int endpoint, boolean counted, RequestHooks to) {
    if (endpoint == RequestHooks.NO_REQUEST) {
      return null;
    }
    // A request that began within another one's task is no part of that: it must not keep it.
    RequestContext outer = thread.current();
    RequestContext labels = outer == null ? null : outer.labelsWithoutRequest();
    RequestContext request = thread.begin(RequestContext.Kind.REQUEST, labels);
    request.endpoint = endpoint;
    request.counted = counted;
    RequestBridge.publish(thread, request, to);
    return request;
  }

  /** What handles the request has been found: its endpoint can be told better now. */
  public static void route(int point, Object self, Object argument) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return;
    }
    try {
      RequestContext request = current(to);
      int endpoint = request == null ? RequestHooks.UNKNOWN : to.endpoint(point, self, argument);
      if (endpoint >= 0) {
        request.endpoint = endpoint;
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
  }

  /**
   * The end of what {@link #enter} began, on the same thread.
   *
   * @param entered as {@link #enter} returned it
   */
  public static void exit(Object entered) {
    RequestHooks to = RequestBridge.hooks();
    try {
      if (entered != null) {
        RequestContext request = (RequestContext) entered;
        askWhetherItGoesOn(request, to);
        RequestBridge.end(request, to);
      } else if (to != null) {
        exitInner(to);
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
  }

  private static void askWhetherItGoesOn(RequestContext request, RequestHooks to) {
    Object argument = request.argument;
    if (argument == null) {
      return;
    }
    request.argument = null;
    if (to == null) {
      return;
    }
    boolean goesOn = false;
    try {
      // Before it is asked: from then on the end may be told.
      request.isAwaited = true;
      goesOn = to.goesOn(request, request.point, argument);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
    request.isAwaited = goesOn;
    if (goesOn) {
      request.escape();
    }
  }

  private static void exitInner(RequestHooks to) {
    RequestContext request = current(to);
    if (request != null) {
      to.innerEnded(request);
    }
  }

  /** What the calling thread works for; null for no request. */
  private static RequestContext current(RequestHooks to) {
    RequestContext innermost = RequestBridge.thisThread(to).current();
    return innermost == null ? null : innermost.request();
  }
}

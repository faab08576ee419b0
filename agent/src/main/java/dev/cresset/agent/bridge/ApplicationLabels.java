package dev.cresset.agent.bridge;

/** What the label API calls, once it is woven. Nothing here throws. */
public final class ApplicationLabels {
  private ApplicationLabels() {}

  /**
   * Code within a label begins.
   *
   * @return what {@link #release} needs; null if nobody listens
   */
  public static Object label(String key, String value) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null || key == null || value == null) {
      return null;
    }
    try {
      ThreadRequests thread = RequestBridge.thisThread(to);
      RequestContext context = thread.begin(RequestContext.Kind.LABEL, thread.current());
      context.key = key;
      context.value = value;
      RequestBridge.publish(thread, context, to);
      return context;
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
      return null;
    }
  }

  /** The end of what {@link #label} began, on the same thread. */
  public static void release(Object label) {
    Tasks.release(label);
  }
}

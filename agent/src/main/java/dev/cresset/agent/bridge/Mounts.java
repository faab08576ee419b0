package dev.cresset.agent.bridge;

/**
 * What the JDK's virtual threads call where a platform thread goes on with one, and where it is
 * done with it. Nothing here throws.
 */
public final class Mounts {
  private Mounts() {}

  /**
   * This thread, which is no virtual one, goes on with a virtual thread.
   *
   * @return what {@link #unmount} needs; null if nobody listens
   */
  public static Object mount(Object virtual) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return null;
    }
    try {
      Carrier carrier = RequestBridge.carrier();
      if (carrier == null) {
        carrier = RequestBridge.VIRTUAL.carrierIs(RequestBridge.thisThread(to));
      }
      if (carrier != null) {
        RequestBridge.VIRTUAL.mount(carrier, (Thread) virtual, to);
      }
      return carrier;
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
      return null;
    }
  }

  /**
   * The end of what {@link #mount} began, on the same thread. The virtual one may be on another by
   * now.
   */
  public static void unmount(Object carrier) {
    if (carrier == null) {
      return;
    }
    RequestHooks to = RequestBridge.hooks();
    try {
      RequestBridge.VIRTUAL.unmount((Carrier) carrier, to);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
  }
}

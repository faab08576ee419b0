package dev.cresset.agent.bridge;

/**
 * A platform thread that carries virtual ones. While one that works for somebody is mounted on it,
 * it does too: samples are taken of the carrier.
 *
 * <p>Used on this very platform thread only, also where a virtual one is what it runs. Nothing here
 * blocks, so that the virtual one stays on it.
 */
final class Carrier {
  final ThreadRequests thread;

  private final ThreadId sought = new ThreadId();
  private ThreadRequests mounted;
  private RequestContext slice;

  Carrier(ThreadRequests thread) {
    this.thread = thread;
  }

  ThreadId seek(long threadId) {
    return sought.set(threadId);
  }

  /**
   * Works for what a virtual thread works for, from now on.
   *
   * @param virtual the one that is mounted; null if it works for nobody
   */
  void workFor(ThreadRequests virtual, RequestHooks hooks) {
    endSlice(hooks);
    mounted = virtual;
    RequestContext current = virtual == null ? null : virtual.current();
    // Other engines know virtual threads themselves.
    if (current != null && thread.knowsSamples() && !isStale(current)) {
      slice = thread.begin(RequestContext.Kind.SLICE, current);
      thread.publish(slice);
    }
  }

  /** Looks at the clock only where it must, which is half of what a mount costs. */
  private static boolean isStale(RequestContext current) {
    return current.mayBeStale() && current.isStale(System.nanoTime());
  }

  /** Works for nobody. */
  void endSlice(RequestHooks hooks) {
    RequestContext ended = slice;
    if (ended != null) {
      slice = null;
      thread.end(ended, hooks);
    }
  }

  /** The virtual thread whose time here is over; null if it worked for nobody. */
  ThreadRequests takeMounted() {
    ThreadRequests taken = mounted;
    mounted = null;
    return taken;
  }
}

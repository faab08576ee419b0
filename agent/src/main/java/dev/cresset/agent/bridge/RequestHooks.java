package dev.cresset.agent.bridge;

import java.nio.ByteBuffer;

/**
 * The agent's side of the bridge. All of it is called on the application's threads, in the middle
 * of their work: quick, safe for use by many threads. What it throws is dropped.
 */
public abstract class RequestHooks {
  /** Where the name of a request's endpoint is not known. */
  public static final int UNKNOWN = -1;

  /** Where it turns out that no request comes in here. */
  public static final int NO_REQUEST = -2;

  /** Where it turns out that an answer is complete. */
  public static final int ANSWERED = -3;

  protected RequestHooks() {}

  /**
   * The endpoint a request is for, by the number the agent gave it.
   *
   * @param point the number of the entry point that was woven
   * @param self whose method it is; null for a static one
   * @param argument of the method
   * @return {@link #UNKNOWN} if it cannot be told yet
   */
  protected abstract int endpoint(int point, Object self, Object argument);

  /** The calling thread is new here, or the engine is. Its state is to be kept in sight. */
  protected abstract void joined(ThreadRequests thread);

  /** When the calling thread was sampled last, the {@code nanoTime} at 0; null if nobody knows. */
  protected abstract ByteBuffer sampleClock();

  /** Whether spans are kept although nobody knows if they were sampled. */
  protected abstract boolean keepsAll();

  /** Whether this is a part of a request that was counted before. */
  protected abstract boolean isPart(int point, Object argument);

  /**
   * A request's handler returns. If its answer is not complete by then, {@link
   * Exchanges#requestAnswered} will be told.
   *
   * @return whether it is not
   */
  protected abstract boolean goesOn(RequestContext request, int point, Object argument);

  /** A request's handler has returned before its answer was complete; on its thread. */
  protected abstract void left(RequestContext request);

  /**
   * A request has ended.
   *
   * @param by the calling thread, which need not be the one that the request began on
   */
  protected abstract void ended(RequestContext request, ThreadRequests by);

  /**
   * A span has ended within which its thread was sampled, or may have been and {@link #keepsAll};
   * it is not used again.
   */
  protected abstract void sampled(RequestContext span);

  /** Within a request, code has ended of which the trace may be current. */
  protected abstract void innerEnded(RequestContext request);

  /** Something failed that must not reach the application. */
  protected abstract void failed(Throwable failure);

  /** What a task was to carry with it did not find room. */
  protected abstract void handoffDropped();
}

package dev.cresset.agent.bridge;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * A span of time in which a thread worked for something: for a request, for a task that a request
 * handed over, or under a label.
 *
 * <p>Written by the thread it is of. Used again by that thread for a later span, unless somebody
 * else may have got hold of it; see {@link #escape}.
 */
public final class RequestContext extends AnswerState {
  /** What the span is of. */
  public enum Kind {
    /** A request, from its entry point on. */
    REQUEST,
    /** A task that ran for its parent's request, here or on another thread. */
    TASK,
    /** Code within a label. */
    LABEL,
    /** A virtual thread that works for something, while this thread carries it. */
    SLICE
  }

  /** Nobody knows yet whether it was slow. */
  public static final int RUNNING = 0;

  public static final int UNJUDGED = 1;
  public static final int USUAL = 2;
  public static final int SLOW = 3;

  private static final long STALE_NANOS = 60_000_000_000L;

  /** How many it is within: work that hands over work, for ever, would keep all of it. */
  public static final int MAX_DEPTH = 64;

  private static final AtomicReferenceFieldUpdater<RequestContext, RequestContext> OUTER =
      AtomicReferenceFieldUpdater.newUpdater(RequestContext.class, RequestContext.class, "outer");

  final ThreadRequests thread;

  /** Of the hooks by which it began; what outlived them is nothing to later ones. */
  int installation;

  Kind kind;
  long start;
  RequestContext parent;
  RequestContext nextSpare;
  int endpoint;
  boolean counted;

  /** Of a request, while it is handled: what may tell that its answer is not complete by then. */
  Object argument;

  /** The entry point that {@link #argument} is of. */
  int point;

  String key;
  String value;

  private volatile RequestContext outer;
  private int depth;

  // Not volatile: who reads them for a span that has ended got it by way of a queue, and for one
  // that goes on they may be a little old.
  private long end;
  private long done;
  private int speed;
  private String trace;
  private volatile int escaped;

  RequestContext(ThreadRequests thread) {
    this.thread = thread;
  }

  void begin(Kind newKind, RequestContext newParent, RequestContext newOuter) {
    kind = newKind;
    boolean tooDeep = newParent != null && newParent.depth >= MAX_DEPTH;
    parent = tooDeep ? newParent.request() : newParent;
    depth = parent == null ? 0 : parent.depth + 1;
    OUTER.lazySet(this, newOuter);
    endpoint = RequestHooks.UNKNOWN;
    end = 0;
    done = 0;
    beginAnswer();
    speed = RUNNING;
    trace = null;
  }

  void end(long nanoTime) {
    end = nanoTime;
  }

  /** The end of a request, whose answer is complete. */
  void done(long nanoTime) {
    done = nanoTime;
  }

  /**
   * To be called when the thread goes on with what this was within. This is kept for as long as
   * anything that it handed over, which must not keep what this thread did before.
   */
  void leave() {
    // Whoever sees this sees that the thread has gone on.
    OUTER.lazySet(this, null);
  }

  /** It is to be used for another span. */
  void forget() {
    parent = null;
    argument = null;
  }

  /** From now on somebody else may keep it, and what it belongs to: no other span uses these. */
  void escape() {
    RequestContext at = this;
    for (int i = 0; i <= MAX_DEPTH && at != null && at.escaped == 0; i++) {
      at.escaped = 1;
      at = at.parent;
    }
  }

  /** Whether somebody else may see what is told of it. */
  public boolean isEscaped() {
    return escaped != 0;
  }

  /** The request it belongs to; null if it is only a label. */
  public RequestContext request() {
    RequestContext at = this;
    for (int i = 0; i <= MAX_DEPTH && at != null; i++) {
      if (at.kind == Kind.REQUEST) {
        return at;
      }
      at = at.parent;
    }
    return null;
  }

  /** The labels around, up to a task that runs for a request, without the requests themselves. */
  RequestContext labelsWithoutRequest() {
    if (request() == null) {
      return this;
    }
    if (kind == Kind.REQUEST) {
      // What a request has around it when it begins is without others already.
      return parent;
    }
    if (kind != Kind.LABEL) {
      return null;
    }
    RequestContext copy = new RequestContext(thread);
    copy.begin(Kind.LABEL, parent.labelsWithoutRequest(), null);
    copy.key = key;
    copy.value = value;
    return copy;
  }

  /**
   * Whether its request has ended so long ago that what runs for it still is no part of it: a loop
   * that the request was only the first to need.
   */
  public boolean isStale(long nanoTime) {
    RequestContext request = request();
    return request != null && request.done != 0 && nanoTime - request.done > STALE_NANOS;
  }

  /** Whether that can be. */
  boolean mayBeStale() {
    RequestContext request = request();
    return request != null && request.done != 0;
  }

  public Kind kind() {
    return kind;
  }

  /** What it is within, or the one that handed it over; null for none. */
  public RequestContext parent() {
    return parent;
  }

  /** What the thread goes on with after it; null for none, and once it has ended. */
  RequestContext outer() {
    return outer;
  }

  public ThreadRequests thread() {
    return thread;
  }

  /** By {@link System#nanoTime}. */
  public long start() {
    return start;
  }

  /** By {@link System#nanoTime}; 0 while it goes on. */
  public long end() {
    return end;
  }

  /**
   * Of a request: when its answer was complete, by {@link System#nanoTime}; 0 before that. Its
   * handler may have ended long ago.
   */
  public long done() {
    return done;
  }

  /** Of a request: the number of its endpoint, or {@link RequestHooks#UNKNOWN}. */
  public int endpoint() {
    return endpoint;
  }

  /** Of a label. */
  public String key() {
    return key;
  }

  /** Of a label. */
  public String value() {
    return value;
  }

  /** Of a request: {@link #RUNNING}, {@link #UNJUDGED}, {@link #USUAL} or {@link #SLOW}. */
  public int speed() {
    return speed;
  }

  public void judge(int newSpeed) {
    speed = newSpeed;
  }

  /** Of a slow request: its trace, or null. */
  public String trace() {
    return trace;
  }

  public void trace(String id) {
    trace = id;
  }
}

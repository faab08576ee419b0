package dev.cresset.agent.bridge;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** What one thread works for now, and how many requests it has served. */
public final class ThreadRequests {
  private static final AtomicReferenceFieldUpdater<ThreadRequests, RequestContext> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(ThreadRequests.class, RequestContext.class, "current");

  private static final Class<?> VIRTUAL_THREAD = virtualThread();

  private final WeakReference<Thread> thread;
  private final long threadId;
  private final boolean virtual;
  private volatile RequestContext current;

  int generation;

  /** Of a virtual one, on that only: whether others can find it. */
  boolean isListed;

  private int installation;
  private RequestContext spare;
  private ByteBuffer sampleClock;
  private long[] tally = {};

  @SuppressWarnings("deprecation") // Thread.threadId() is not on JDK 8.
  ThreadRequests(Thread thread) {
    this.thread = new WeakReference<>(thread);
    this.threadId = thread.getId();
    this.virtual = VIRTUAL_THREAD != null && VIRTUAL_THREAD.isInstance(thread);
  }

  /** Of a thread that is not there yet, by the hooks that the one that starts it calls. */
  ThreadRequests(Thread thread, ThreadRequests starter) {
    this(thread);
    this.installation = starter.installation;
  }

  private static Class<?> virtualThread() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  RequestContext current() {
    return current;
  }

  RequestContext begin(RequestContext.Kind kind, RequestContext parent) {
    RequestContext context = spare;
    if (context == null || context.isEscaped()) {
      context = new RequestContext(this);
    }
    spare = context.nextSpare;
    context.nextSpare = null;
    context.installation = installation;
    context.begin(kind, parent, current);
    return context;
  }

  /** Others see it from now on. */
  void publish(RequestContext context) {
    context.start = System.nanoTime();
    CURRENT.lazySet(this, context);
  }

  /** Ends a span; what it was within goes on. */
  void end(RequestContext context, RequestHooks hooks) {
    if (context.installation != installation) {
      return;
    }
    context.end(System.nanoTime());
    boolean sampled = hooks != null && wasSampledIn(context, hooks);
    if (sampled) {
      context.escape();
    }
    if (context.kind == RequestContext.Kind.REQUEST) {
      endHandler(context, hooks);
    }
    if (sampled) {
      hooks.sampled(context);
    }
    CURRENT.lazySet(this, context.outer());
    context.leave();
    if (!context.isEscaped()) {
      context.forget();
      context.nextSpare = spare;
      spare = context;
    }
  }

  private boolean wasSampledIn(RequestContext context, RequestHooks hooks) {
    ByteBuffer clock = sampleClock;
    return clock == null ? hooks.keepsAll() : clock.getLong(0) >= context.start;
  }

  private void endHandler(RequestContext request, RequestHooks hooks) {
    if (request.leaveHandler()) {
      request.done(request.end());
      if (hooks != null && request.counted) {
        hooks.ended(request, this);
      }
    } else if (hooks != null) {
      hooks.left(request);
    }
  }

  /** A request's answer is complete, which any thread may tell. On the calling thread. */
  void answered(RequestContext request, RequestHooks hooks) {
    if (request.answer() && request.installation == installation) {
      request.done(System.nanoTime());
      hooks.ended(request, this);
    }
  }

  void join(int newGeneration, int newInstallation, RequestHooks hooks) {
    if (installation != newInstallation) {
      installation = newInstallation;
      tally = new long[0];
      // Of earlier hooks: its end may not be told to anybody any more.
      CURRENT.set(this, null);
      isListed = false;
    }
    generation = newGeneration;
    sampleClock = null;
    hooks.joined(this);
    if (sampleClock == null && !virtual) {
      sampleClock = hooks.sampleClock();
    }
  }

  /** What the thread works for now, innermost first. None of it is used for another span. */
  public List<RequestContext> hold() {
    List<RequestContext> held = new ArrayList<>();
    RequestContext seen = current;
    while (seen != null) {
      for (RequestContext at = seen; at != null; at = at.outer()) {
        at.escape();
        held.add(at);
      }
      // Whoever takes a spare one looks whether it has escaped before it is seen again.
      RequestContext now = current;
      if (now == seen) {
        return held;
      }
      held.clear();
      seen = now;
    }
    return held;
  }

  /** Whether it can be asked when it was sampled last. */
  boolean knowsSamples() {
    return sampleClock != null;
  }

  public long threadId() {
    return threadId;
  }

  public boolean isVirtual() {
    return virtual;
  }

  public boolean hasEnded() {
    Thread of = thread.get();
    return of == null || !of.isAlive();
  }

  /** The same, where one that has not been started yet has not ended. */
  boolean hasTerminated() {
    Thread of = thread.get();
    return of == null || of.getState() == Thread.State.TERMINATED;
  }

  /** Counts a request; on the thread itself. */
  public void count(int endpoint, long nanos) {
    int at = 2 * endpoint;
    if (at >= tally.length) {
      tally = Arrays.copyOf(tally, Math.max(at + 2, 2 * tally.length));
    }
    tally[at]++;
    tally[at + 1] += nanos;
  }

  /**
   * The thread has lost its thread-local values, as those of the common pool do after each task:
   * this takes the place of what it had before, which counts no more. On the thread itself.
   *
   * <p>To ask the engine for the thread's clock anew took a quarter of what short tasks did there.
   */
  public void goOnFrom(ThreadRequests before) {
    tally = before.tally;
    if (before.generation == generation) {
      sampleClock = before.sampleClock;
    }
  }

  /**
   * Requests and nanoseconds for each endpoint, in turn, since the hooks were installed; only ever
   * growing, and a little behind if another thread reads it.
   */
  public long[] tally() {
    return tally;
  }
}

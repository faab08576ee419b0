package dev.cresset.agent.bridge;

import java.util.Collection;
import java.util.concurrent.ForkJoinPool;

/**
 * What instrumented code calls, and all it calls. Nothing here throws, and nothing here does
 * anything while no hooks are installed.
 *
 * <p>Static because instrumented code can reach it in no other way.
 */
public final class Requests {
  private static final VirtualThreads VIRTUAL = new VirtualThreads();
  private static final PerThread THREADS = new PerThread(VIRTUAL);
  private static final Handoffs HANDOFFS = new Handoffs();
  private static final Handoffs EXCHANGES = new Handoffs();

  private static volatile RequestHooks hooks;
  private static volatile int generation;
  private static volatile int installation;
  private static volatile ForkJoinPool carriers;

  private Requests() {}

  /**
   * @param newHooks null for none, from now on
   */
  public static synchronized void install(RequestHooks newHooks) {
    hooks = newHooks;
    installation++;
    generation++;
    if (newHooks == null) {
      HANDOFFS.clear();
      EXCHANGES.clear();
      VIRTUAL.clear();
    }
  }

  /**
   * How to find the carrier of the calling thread. Without it virtual threads are not told from
   * each other.
   *
   * @param local keeps a value for each platform thread, also for virtual threads that it carries
   */
  @SuppressWarnings("unchecked") // Nobody else puts anything there.
  public static void carriersAre(ThreadLocal<?> local) {
    VIRTUAL.carriersAre((ThreadLocal<Carrier>) local);
  }

  /** Virtual threads that work for something now. */
  public static Collection<ThreadRequests> virtualThreads() {
    VIRTUAL.dropEnded();
    return VIRTUAL.working();
  }

  /** The virtual thread with this number; null for one that works for nobody, and for others. */
  public static ThreadRequests virtualThread(long threadId) {
    return VIRTUAL.of(threadId);
  }

  /** The engine is another one: every thread is to ask anew when it was sampled. */
  public static synchronized void renew() {
    generation++;
  }

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
    RequestHooks to = hooks;
    try {
      if (entered != null && to != null) {
        RequestContext request = (RequestContext) entered;
        request.counted = !to.isPart(point, argument);
        request.point = point;
        request.argument = request.counted ? argument : null;
      }
    } catch (Throwable e) {
      fail(to, e);
    }
    return entered;
  }

  /**
   * A request comes in that is one of its own, whatever the thread works for. It lasts until {@link
   * #answered} is told of {@code self}.
   */
  public static Object enterCall(int point, Object self, Object argument) {
    return awaited(enter(point, self, argument, true, true), self);
  }

  /** A part comes in of a request that is counted elsewhere. */
  public static Object enterPart(int point, Object self, Object argument) {
    return enter(point, self, argument, false, true);
  }

  /**
   * Something happens to an exchange, which may be the beginning of a request, or its end.
   *
   * @return what {@link #exit} needs; null if no request begins
   */
  public static Object enterExchange(int point, Object exchange, Object state) {
    RequestHooks to = hooks;
    if (to == null) {
      return null;
    }
    try {
      int endpoint = to.endpoint(point, exchange, state);
      if (endpoint == RequestHooks.ANSWERED) {
        answered(exchange);
        return null;
      }
      return awaited(begin(thisThread(to), endpoint, true, to), exchange);
    } catch (Throwable e) {
      fail(to, e);
      return null;
    }
  }

  private static Object awaited(Object entered, Object exchange) {
    RequestHooks to = hooks;
    try {
      if (entered != null && to != null) {
        RequestContext request = (RequestContext) entered;
        request.escape();
        request.isAwaited = EXCHANGES.put(exchange, request);
        if (!request.isAwaited) {
          to.handoffDropped();
        }
      }
    } catch (Throwable e) {
      fail(to, e);
    }
    return entered;
  }

  /** The answer of an exchange is complete, or there will be none. */
  public static void answered(Object exchange) {
    RequestHooks to = hooks;
    if (to == null) {
      return;
    }
    try {
      RequestContext request = EXCHANGES.take(exchange);
      if (request != null) {
        thisThread(to).answered(request, to);
      }
    } catch (Throwable e) {
      fail(to, e);
    }
  }

  /** The answer of a request is complete that was left before it was. */
  public static void requestAnswered(RequestContext request) {
    RequestHooks to = hooks;
    if (to == null) {
      return;
    }
    try {
      thisThread(to).answered(request, to);
    } catch (Throwable e) {
      fail(to, e);
    }
  }

  private static Object enter(
      int point, Object self, Object argument, boolean counted, boolean ofItsOwn) {
    RequestHooks to = hooks;
    if (to == null) {
      return null;
    }
    try {
      ThreadRequests thread = thisThread(to);
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
      fail(to, e);
      return null;
    }
  }

  /** Begins a request; null for what is none. */
  private static RequestContext begin(
      ThreadRequests thread, int endpoint, boolean counted, RequestHooks to) {
    if (endpoint == RequestHooks.NO_REQUEST) {
      return null;
    }
    // A request that began within another one's task is no part of that: it must not keep it.
    RequestContext outer = thread.current();
    RequestContext labels = outer == null || outer.request() != null ? null : outer;
    RequestContext request = thread.begin(RequestContext.Kind.REQUEST, labels);
    request.endpoint = endpoint;
    request.counted = counted;
    publish(thread, request, to);
    return request;
  }

  /**
   * The end of what {@link #enter} began, on the same thread.
   *
   * @param entered as {@link #enter} returned it
   */
  public static void exit(Object entered) {
    try {
      if (entered != null) {
        RequestContext context = (RequestContext) entered;
        RequestHooks to = hooks;
        askWhetherItGoesOn(context, to);
        end(context, to);
      } else {
        exitInner();
      }
    } catch (Throwable e) {
      fail(hooks, e);
    }
  }

  private static void askWhetherItGoesOn(RequestContext context, RequestHooks to) {
    Object argument = context.argument;
    if (argument == null) {
      return;
    }
    context.argument = null;
    if (to == null) {
      return;
    }
    boolean goesOn = false;
    try {
      // Before it is asked: from then on the end may be told.
      context.isAwaited = true;
      goesOn = to.goesOn(context, context.point, argument);
    } catch (Throwable e) {
      fail(to, e);
    }
    context.isAwaited = goesOn;
    if (goesOn) {
      context.escape();
    }
  }

  private static void exitInner() {
    RequestHooks to = hooks;
    if (to == null) {
      return;
    }
    RequestContext outer = thisThread(to).current();
    RequestContext request = outer == null ? null : outer.request();
    if (request != null) {
      to.innerEnded(request);
    }
  }

  /** What handles the request has been found: its endpoint can be told better now. */
  public static void route(int point, Object self, Object argument) {
    RequestHooks to = hooks;
    if (to == null) {
      return;
    }
    try {
      RequestContext outer = thisThread(to).current();
      RequestContext request = outer == null ? null : outer.request();
      int endpoint = request == null ? RequestHooks.UNKNOWN : to.endpoint(point, self, argument);
      if (endpoint >= 0) {
        request.endpoint = endpoint;
      }
    } catch (Throwable e) {
      fail(to, e);
    }
  }

  /** A task is handed over: it is to run for what this thread works for. */
  public static void capture(Object task) {
    RequestHooks to = hooks;
    if (to == null || task == null) {
      return;
    }
    try {
      RequestContext current = toHandOver(thisThread(to));
      if (current != null && !HANDOFFS.put(task, current)) {
        to.handoffDropped();
      }
    } catch (Throwable e) {
      fail(to, e);
    }
  }

  /**
   * The same for a task of a fork-join pool, unless that is the one that carries virtual threads.
   */
  public static void capture(Object pool, Object task) {
    if (hooks != null && !isCarriers((ForkJoinPool) pool)) {
      capture(task);
    }
  }

  /** Whoever unparks a virtual thread hands it to this pool, and it runs for somebody else. */
  private static boolean isCarriers(ForkJoinPool pool) {
    if (carriers == null
        && pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread")) {
      carriers = pool;
    }
    return carriers == pool;
  }

  /** What this thread works for, if that is to go on elsewhere; else null. */
  private static RequestContext toHandOver(ThreadRequests thread) {
    RequestContext current = thread.current();
    // A carrier does in between what the JDK needs to do for a virtual thread that waits.
    if (current == null || current.kind == RequestContext.Kind.SLICE) {
      return null;
    }
    // What a task hands over is its request's: chains of tasks would keep each other otherwise.
    while (current != null && current.kind == RequestContext.Kind.TASK) {
      current = current.parent;
    }
    if (current == null || current.isStale(System.nanoTime())) {
      return null;
    }
    current.escape();
    return current;
  }

  /** A virtual thread is about to be started: it is to run for what this thread works for. */
  public static void start(Object virtual) {
    RequestHooks to = hooks;
    if (to == null) {
      return;
    }
    try {
      ThreadRequests thread = thisThread(to);
      RequestContext current = toHandOver(thread);
      if (current != null) {
        VIRTUAL.start((Thread) virtual, thread, current);
      }
    } catch (Throwable e) {
      fail(to, e);
    }
  }

  /**
   * This thread, which is no virtual one, goes on with a virtual thread.
   *
   * @return what {@link #unmount} needs; null if nobody listens
   */
  public static Object mount(Object virtual) {
    RequestHooks to = hooks;
    if (to == null) {
      return null;
    }
    try {
      Carrier carrier = VIRTUAL.carrier(generation);
      if (carrier == null) {
        carrier = VIRTUAL.carrierIs(thisThread(to));
      }
      if (carrier != null) {
        VIRTUAL.mount(carrier, (Thread) virtual, to);
      }
      return carrier;
    } catch (Throwable e) {
      fail(to, e);
      return null;
    }
  }

  /**
   * The end of what {@link #mount} began, on the same thread. The virtual one may be on another by
   * now.
   */
  public static void unmount(Object carrier) {
    try {
      if (carrier != null) {
        VIRTUAL.unmount((Carrier) carrier, hooks);
      }
    } catch (Throwable e) {
      fail(hooks, e);
    }
  }

  /**
   * A task is about to run, perhaps for somebody.
   *
   * @return what {@link #release} needs; null for a task that runs for nobody
   */
  public static Object restore(Object task) {
    RequestHooks to = hooks;
    if (to == null) {
      return null;
    }
    try {
      RequestContext captured = HANDOFFS.take(task);
      if (captured == null) {
        return null;
      }
      ThreadRequests thread = thisThread(to);
      RequestContext context = thread.begin(RequestContext.Kind.TASK, captured);
      publish(thread, context, to);
      return context;
    } catch (Throwable e) {
      fail(to, e);
      return null;
    }
  }

  /** The end of what {@link #restore} began, on the same thread. */
  public static void release(Object restored) {
    if (restored != null) {
      exit(restored);
    }
  }

  /** Runs a task, for whom it was handed over. Throws what the task throws. */
  public static void run(Runnable task) {
    Object restored = restore(task);
    try {
      task.run();
    } finally {
      release(restored);
    }
  }

  /**
   * Code within a label begins.
   *
   * @return what {@link #release} needs; null if nobody listens
   */
  public static Object label(String key, String value) {
    RequestHooks to = hooks;
    if (to == null || key == null || value == null) {
      return null;
    }
    try {
      ThreadRequests thread = thisThread(to);
      RequestContext context = thread.begin(RequestContext.Kind.LABEL, thread.current());
      context.key = key;
      context.value = value;
      publish(thread, context, to);
      return context;
    } catch (Throwable e) {
      fail(to, e);
      return null;
    }
  }

  private static void publish(ThreadRequests thread, RequestContext context, RequestHooks to) {
    thread.publish(context);
    if (thread.isVirtual()) {
      VIRTUAL.changed(thread, generation, to);
    }
  }

  private static void end(RequestContext context, RequestHooks to) {
    ThreadRequests thread = context.thread;
    if (!thread.isVirtual()) {
      thread.end(context, to);
      return;
    }
    Carrier carrier = VIRTUAL.carrier(generation);
    if (carrier != null) {
      // By the end of a request it must be known whether it was sampled.
      carrier.endSlice(to);
    }
    thread.end(context, to);
    VIRTUAL.changed(thread, generation, to);
  }

  private static ThreadRequests thisThread(RequestHooks to) {
    ThreadRequests thread = THREADS.get();
    if (thread.generation != generation) {
      thread.join(generation, installation, to);
    }
    return thread;
  }

  private static void fail(RequestHooks to, Throwable failure) {
    try {
      if (to != null) {
        to.failed(failure);
      }
    } catch (Throwable ignored) {
      // Even the counting failed: an exhausted stack or heap, which the application will meet.
    }
  }
}

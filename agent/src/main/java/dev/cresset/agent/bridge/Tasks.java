package dev.cresset.agent.bridge;

import java.util.concurrent.ForkJoinPool;

/**
 * What instrumented code calls where a thread hands work to another one: it is to run for what the
 * first one works for. Nothing here throws anything of its own.
 */
public final class Tasks {
  private static volatile ForkJoinPool carriers;

  private Tasks() {}

  /** A task is handed over: it is to run for what this thread works for. */
  public static void capture(Object task) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null || task == null) {
      return;
    }
    try {
      RequestContext current = toHandOver(RequestBridge.thisThread(to));
      if (current != null && !RequestBridge.HANDOFFS.put(task, current)) {
        to.handoffDropped();
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
  }

  /**
   * The same for a task of a fork-join pool, unless that is the one that carries virtual threads.
   */
  public static void capture(Object pool, Object task) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return;
    }
    try {
      // The application may have pools of classes of its own, and what is asked of them may throw.
      if (!isCarriers((ForkJoinPool) pool)) {
        capture(task);
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
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

  /** A virtual thread is about to be started: it is to run for what this thread works for. */
  public static void start(Object virtual) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return;
    }
    try {
      ThreadRequests thread = RequestBridge.thisThread(to);
      RequestContext current = toHandOver(thread);
      if (current != null) {
        RequestBridge.VIRTUAL.start((Thread) virtual, thread, current);
      }
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
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
   * A task is about to run, perhaps for somebody.
   *
   * @return what {@link #release} needs; null for a task that runs for nobody
   */
  public static Object restore(Object task) {
    RequestHooks to = RequestBridge.hooks();
    if (to == null) {
      return null;
    }
    try {
      RequestContext captured = RequestBridge.HANDOFFS.take(task);
      return captured == null ? null : begin(captured, to);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
      return null;
    }
  }

  private static RequestContext begin(RequestContext captured, RequestHooks to) {
    ThreadRequests thread = RequestBridge.thisThread(to);
    RequestContext task = thread.begin(RequestContext.Kind.TASK, captured);
    RequestBridge.publish(thread, task, to);
    return task;
  }

  /** The end of what {@link #restore} began, on the same thread. */
  public static void release(Object restored) {
    if (restored == null) {
      return;
    }
    RequestHooks to = RequestBridge.hooks();
    try {
      RequestBridge.end((RequestContext) restored, to);
    } catch (Throwable e) {
      RequestBridge.fail(to, e);
    }
  }
}

package dev.cresset.agent.bridge;

import java.util.Collection;

/**
 * Who listens to what instrumented code tells, and what each thread works for: shared by all that
 * instrumented code calls. Nothing is done while no hooks are installed.
 *
 * <p>Static because instrumented code can reach it in no other way.
 */
public final class RequestBridge {
  static final VirtualThreads VIRTUAL = new VirtualThreads();
  static final Handoffs HANDOFFS = new Handoffs();
  static final Handoffs EXCHANGES = new Handoffs();

  private static final PerThread THREADS = new PerThread(VIRTUAL);

  private static volatile RequestHooks hooks;
  private static volatile int generation;
  private static volatile int installation;

  private RequestBridge() {}

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

  /** The engine is another one: every thread is to ask anew when it was sampled. */
  public static synchronized void renew() {
    generation++;
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

  /** Null if nobody listens. */
  static RequestHooks hooks() {
    return hooks;
  }

  static ThreadRequests thisThread(RequestHooks to) {
    ThreadRequests thread = THREADS.get();
    if (thread.generation != generation) {
      thread.join(generation, installation, to);
    }
    return thread;
  }

  /** Of the calling thread, if it is one that this engine knows; else null. */
  static Carrier carrier() {
    return VIRTUAL.carrier(generation);
  }

  /** The calling thread works for it from now on. */
  static void publish(ThreadRequests thread, RequestContext context, RequestHooks to) {
    thread.publish(context);
    if (thread.isVirtual()) {
      VIRTUAL.changed(thread, generation, to);
    }
  }

  /** The end of what was published, on the same thread. */
  static void end(RequestContext context, RequestHooks to) {
    ThreadRequests thread = context.thread;
    if (!thread.isVirtual()) {
      thread.end(context, to);
      return;
    }
    Carrier carrier = carrier();
    if (carrier != null) {
      // By the end of a request it must be known whether it was sampled.
      carrier.endSlice(to);
    }
    thread.end(context, to);
    VIRTUAL.changed(thread, generation, to);
  }

  /** Something failed that is not the application's matter. */
  static void fail(RequestHooks to, Throwable failure) {
    try {
      if (to != null) {
        to.failed(failure);
      }
    } catch (Throwable ignored) {
      // Even the counting failed: an exhausted stack or heap, which the application will meet.
    }
  }
}

package dev.cresset.agent.bridge;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Virtual threads that work for somebody, and the platform threads that carry them. They are found
 * by their numbers, so that none that nobody else knows any more is kept.
 */
final class VirtualThreads {
  private final ConcurrentMap<ThreadId, ThreadRequests> working = new ConcurrentHashMap<>();

  private volatile ThreadLocal<Carrier> carriers;

  /** How to find the carrier of the calling thread, virtual or not; null where nobody can tell. */
  void carriersAre(ThreadLocal<Carrier> local) {
    carriers = local;
  }

  /** Of the calling thread, if it is a carrier that this engine knows; else null. */
  Carrier carrier(int generation) {
    ThreadLocal<Carrier> local = carriers;
    Carrier carrier = local == null ? null : local.get();
    return carrier == null || carrier.thread.generation != generation ? null : carrier;
  }

  /** The calling thread, which is no virtual one, is a carrier; null where that is of no use. */
  Carrier carrierIs(ThreadRequests thread) {
    ThreadLocal<Carrier> local = carriers;
    if (local == null) {
      return null;
    }
    Carrier carrier = local.get();
    if (carrier == null || carrier.thread != thread) {
      carrier = new Carrier(thread);
      local.set(carrier);
    }
    return carrier;
  }

  /** What a virtual thread works for; null for one that works for nobody. */
  ThreadRequests of(long threadId) {
    return working.get(new ThreadId().set(threadId));
  }

  /** A virtual thread is mounted on this carrier, which calls. */
  void mount(Carrier carrier, Thread virtual, RequestHooks hooks) {
    @SuppressWarnings("deprecation") // Thread.threadId() is not on JDK 8.
    ThreadId id = carrier.seek(virtual.getId());
    ThreadRequests thread = working.get(id);
    RequestContext current = thread == null ? null : thread.current();
    if (current != null) {
      // The carrier it was on before may not be done with it.
      current.escape();
    }
    carrier.workFor(thread, hooks);
  }

  /** It is no longer, and may be on another one already. */
  void unmount(Carrier carrier, RequestHooks hooks) {
    carrier.endSlice(hooks);
    ThreadRequests thread = carrier.takeMounted();
    if (thread != null && thread.hasEnded()) {
      end(thread, hooks);
    }
  }

  /**
   * A virtual thread is about to be started by one that works for somebody.
   *
   * @param task what that works for
   */
  @SuppressWarnings("deprecation") // Thread.threadId() is not on JDK 8.
  void start(Thread virtual, ThreadRequests starter, RequestContext task) {
    ThreadRequests thread = new ThreadRequests(virtual, starter);
    if (working.putIfAbsent(new ThreadId().set(virtual.getId()), thread) == null) {
      thread.isListed = true;
      thread.publish(thread.begin(RequestContext.Kind.TASK, task));
    }
  }

  /** The calling virtual thread begins to work for something else, or for nobody. */
  void changed(ThreadRequests thread, int generation, RequestHooks hooks) {
    boolean works = thread.current() != null;
    if (works != thread.isListed) {
      thread.isListed = works;
      ThreadId id = new ThreadId().set(thread.threadId());
      if (works) {
        working.put(id, thread);
      } else {
        working.remove(id);
      }
    }
    // Asked for last: it may have waited for others at the map, and gone on with another carrier.
    Carrier carrier = carrier(generation);
    if (carrier != null) {
      carrier.workFor(works ? thread : null, hooks);
    }
  }

  private void end(ThreadRequests thread, RequestHooks hooks) {
    boolean isFirst = working.remove(new ThreadId().set(thread.threadId())) == thread;
    RequestContext left = thread.current();
    if (isFirst && left != null) {
      thread.end(left, hooks);
    }
  }

  /** Those that work for somebody. */
  Collection<ThreadRequests> working() {
    return working.values();
  }

  /** Drops those that have ended without our being told. */
  void dropEnded() {
    working.values().removeIf(ThreadRequests::hasTerminated);
  }

  void clear() {
    working.clear();
  }
}

package dev.cresset.agent.bridge;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;

/**
 * For whom tasks were handed to an executor, until they run. The tasks themselves are not wrapped:
 * an application may look for them in the queue, compare them, or get them back.
 *
 * <p>One that is handed over several times before it runs is taken to run in the same order.
 */
final class Handoffs {
  private static final int MAX_TASKS = 65_536;
  private static final int MAX_OF_ONE_TASK = 256;

  /** To each task a context or, where it waits several times, a queue of them. */
  private final ConcurrentHashMap<Object, Object> contexts = new ConcurrentHashMap<>();

  private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();

  /**
   * @return false if there are too many tasks already
   */
  boolean put(Object task, RequestContext context) {
    for (Reference<?> key; (key = forgotten.poll()) != null; ) {
      contexts.remove(key);
    }
    if (contexts.mappingCount() >= MAX_TASKS) {
      return false;
    }
    Object before = contexts.putIfAbsent(new Key(task, forgotten), context);
    return before == null || runsOnce(task) || append(task, context);
  }

  /** On its way to its pool such a task passes several places that are woven. */
  private static boolean runsOnce(Object task) {
    return task instanceof ForkJoinTask || task instanceof FutureTask;
  }

  // Neither here nor below a lambda: whoever links the first one hands over tasks himself.
  private synchronized boolean append(Object task, RequestContext context) {
    Key key = new Key(task, forgotten);
    while (true) {
      Object waiting = contexts.get(key);
      if (waiting instanceof Queue) {
        return ((Queue) waiting).add(context);
      }
      boolean appended =
          waiting == null
              ? contexts.putIfAbsent(key, context) == null
              : contexts.replace(key, waiting, new Queue((RequestContext) waiting, context));
      if (appended) {
        return true;
      }
    }
  }

  /** For whom the task runs that is about to run; null for nobody. */
  RequestContext take(Object task) {
    if (contexts.isEmpty()) {
      return null;
    }
    Object sought = new Sought(task);
    Object waiting = contexts.get(sought);
    if (waiting == null) {
      return null;
    }
    boolean single = waiting instanceof RequestContext && contexts.remove(sought, waiting);
    return single ? (RequestContext) waiting : takeFirst(sought);
  }

  private synchronized RequestContext takeFirst(Object sought) {
    Object waiting = contexts.get(sought);
    if (waiting instanceof Queue) {
      Queue queue = (Queue) waiting;
      RequestContext first = queue.contexts.poll();
      if (queue.contexts.isEmpty()) {
        contexts.remove(sought);
      }
      return first;
    }
    return waiting == null ? null : (RequestContext) contexts.remove(sought);
  }

  void clear() {
    contexts.clear();
  }

  /** Guarded by the outer object. */
  private static final class Queue {
    private final ArrayDeque<RequestContext> contexts = new ArrayDeque<>(2);

    Queue(RequestContext first, RequestContext second) {
      contexts.add(first);
      contexts.add(second);
    }

    boolean add(RequestContext context) {
      return contexts.size() < MAX_OF_ONE_TASK && contexts.add(context);
    }
  }

  /** Keeps no task alive; equal to itself, and to who seeks the same task. */
  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object task, ReferenceQueue<Object> queue) {
      super(task, queue);
      this.hash = System.identityHashCode(task);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object task = get();
      return task != null && other instanceof Key && ((Key) other).get() == task;
    }
  }

  private static final class Sought {
    private final Object task;

    Sought(Object task) {
      this.task = task;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(task);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && ((Key) other).get() == task;
    }
  }
}

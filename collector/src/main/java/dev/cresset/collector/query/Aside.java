package dev.cresset.collector.query;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Something that is asked at the same time as something else, on a thread of its own. */
final class Aside<T> implements AutoCloseable {
  private final FutureTask<T> task;

  private Aside(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins; to be closed, which ends it where nobody took what it yields. */
  static <T> Aside<T> of(Supplier<T> question) {
    FutureTask<T> task = new FutureTask<>(question::get);
    Thread.ofVirtual().name("query-aside").start(task);
    return new Aside<>(task);
  }

  /**
   * What it yields.
   *
   * @throws QueryException as it does itself, or if this thread is interrupted
   */
  T get() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | CancellationException e) {
      throw QueryException.cancelled(e);
    }
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}

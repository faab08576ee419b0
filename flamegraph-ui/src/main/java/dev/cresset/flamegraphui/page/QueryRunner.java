package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.QueryException.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks queries in the background and hands their answers to pages, which are never locked while the
 * store works. Safe for use by many threads.
 */
public final class QueryRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ui-refresh").factory());

  /** However many pages are open, the store gets no more questions at once from them than this. */
  private final Semaphore permits;

  public QueryRunner(int concurrentQueries) {
    permits = new Semaphore(concurrentQueries, true);
  }

  /**
   * Asks, and gives the page the answer or what is wrong. Neither comes if the page is gone by
   * then, and the query is not even run if nobody wants it any more when its turn comes.
   */
  public <T> void ask(
      UI ui,
      BooleanSupplier isWanted,
      Supplier<T> query,
      Consumer<T> onAnswer,
      Consumer<QueryException> onProblem) {
    executor.execute(() -> {
      try {
        permits.acquire();
      } catch (InterruptedException e) {
        LOG.debug("Stopped before the query ran", e);
        return;
      }
      try {
        if (isWanted.getAsBoolean()) {
          access(ui, answer(query, onAnswer, onProblem));
        }
      } finally {
        permits.release();
      }
    });
  }

  /** Runs a page's task again and again until it is cancelled or the page is gone. */
  public Registration every(Duration period, UI ui, Command task) {
    long nanos = period.toNanos();
    Future<?> future =
        timer.scheduleWithFixedDelay(() -> access(ui, task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void access(UI ui, Command task) {
    try {
      ui.access(task);
    } catch (UIDetachedException e) {
      LOG.debug("The page is gone", e);
    }
  }

  private static <T> Command answer(
      Supplier<T> query, Consumer<T> onAnswer, Consumer<QueryException> onProblem) {
    try {
      T answer = query.get();
      return () -> onAnswer.accept(answer);
    } catch (QueryException e) {
      return () -> onProblem.accept(e);
    } catch (RuntimeException | Error e) {
      LOG.error("A query failed", e);
      return () -> onProblem.accept(unexpected(e));
    }
  }

  private static QueryException unexpected(Throwable e) {
    return new QueryException(
        Reason.UNAVAILABLE, "The server failed at this; its log says why: " + e, e);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    executor.shutdownNow();
  }
}

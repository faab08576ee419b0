package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.UI;
import dev.cresset.collector.query.QueryException;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One place of a page that shows answers: of several questions only the last one's answer arrives.
 * Used while the page is locked.
 */
public final class Latest implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final transient QueryRunner runner;
  private final AtomicLong question = new AtomicLong();
  private boolean busy;

  public Latest(QueryRunner runner) {
    this.runner = runner;
  }

  /** Asks; what was asked before and has not been answered will not be. */
  public <T> void ask(
      UI ui, Supplier<T> query, Consumer<T> onAnswer, Consumer<QueryException> onProblem) {
    long mine = question.incrementAndGet();
    busy = true;
    runner.ask(
        ui,
        () -> question.get() == mine,
        query,
        answer -> take(mine, onAnswer, answer),
        problem -> take(mine, onProblem, problem));
  }

  /** What was asked before and has not been answered will not be. */
  public void cancel() {
    question.incrementAndGet();
    busy = false;
  }

  /** Whether an answer is still to come. */
  public boolean isBusy() {
    return busy;
  }

  private <T> void take(long answered, Consumer<T> consumer, T value) {
    if (answered == question.get()) {
      busy = false;
      consumer.accept(value);
    }
  }
}

package dev.cresset.collector.query;

import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.collector.store.Gauges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Function;

/** What a selection has of each stack trace: the query under flame graphs, tables and exports. */
final class StackSums {
  private final Database database;
  private final PlannedSums planned;
  private final StackStore stacks;
  private final RollupPlanner planner;
  private final WindowSums windows;

  StackSums(
      Database database,
      SelectionSql selections,
      StackStore stacks,
      RollupPlanner planner,
      WindowSums windows) {
    this.database = database;
    this.planned = new PlannedSums(selections);
    this.stacks = stacks;
    this.planner = planner;
    this.windows = windows;
  }

  /** Takes stack traces, each once, in no order. */
  interface Sink {
    void accept(StackFrame[] leafFirst, long value, long samples);
  }

  /**
   * The stack traces of a selection, in parallel arrays, each once and in no order.
   *
   * @param windows they are from
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Answer(long[] stacks, long[] values, long[] samples, WindowSums.Total windows) {}

  /** Reads every stack trace's sums, and makes something of them. */
  <T> T read(Selection selection, Function<Answer, T> make) {
    return planner.answer(selection, plan -> answer(selection, plan), make);
  }

  /**
   * Hands on every stack trace of the selection with its sums.
   *
   * @return the windows they are from
   */
  WindowSums.Total read(Selection selection, Sink sink) {
    Answer answer = planner.answer(selection, RollupQuestion.HOUR, plan -> answer(selection, plan));
    stacks.read(
        answer.stacks,
        (index, frames) -> sink.accept(frames, answer.values[index], answer.samples[index]));
    return answer.windows;
  }

  private Answer answer(Selection selection, Plan plan) {
    Sums sums;
    WindowSums.Total total;
    try (Aside<WindowSums.Total> of = Aside.of(() -> windows.total(selection, plan))) {
      sums =
          database.query(sql(selection, plan), rows -> Sums.read(rows, database.limits().stacks()));
      total = of.get();
    }
    long[] values =
        Gauges.contains(selection.type())
            ? Arrays.stream(sums.values).map(total::average).toArray()
            : sums.values;
    return new Answer(sums.ids, values, sums.samples, total);
  }

  private Sql sql(Selection selection, Plan plan) {
    return new Sql()
        .add("SELECT stack, sum(summed), sum(counted)")
        .add(planned.from(selection, plan, ""))
        .add("GROUP BY stack");
  }

  private record Sums(long[] ids, long[] values, long[] samples) {
    static Sums read(ResultSet rows, int maxStacks) throws SQLException {
      Sums sums = new Sums(new long[1024], new long[1024], new long[1024]);
      int size = 0;
      while (rows.next()) {
        checkSize(size, maxStacks);
        if (size == sums.ids.length) {
          sums = sums.resized(2 * size);
        }
        sums.ids[size] = rows.getLong(1);
        sums.values[size] = rows.getLong(2);
        sums.samples[size++] = rows.getLong(3);
      }
      return sums.resized(size);
    }

    private Sums resized(int size) {
      return new Sums(
          Arrays.copyOf(ids, size), Arrays.copyOf(values, size), Arrays.copyOf(samples, size));
    }
  }

  static void checkSize(int size, int maxStacks) {
    if (size >= maxStacks) {
      throw QueryException.tooLarge(
          new Limit("query.max-stacks", maxStacks),
          "The answer has more than " + maxStacks + " different stack traces",
          "Ask for a shorter time range, or for one release, instance or label value.",
          null);
    }
  }
}

package dev.cresset.collector.query;

import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** What a selection has of each stack trace: the query under flame graphs, tables and exports. */
final class StackSums {
  private final Database database;
  private final SelectionSql selections;
  private final StackStore stacks;

  StackSums(Database database, SelectionSql selections, StackStore stacks) {
    this.database = database;
    this.selections = selections;
    this.stacks = stacks;
  }

  /** Takes stack traces, each once, in no order. */
  interface Sink {
    void accept(StackFrame[] leafFirst, long value, long samples);
  }

  /**
   * Hands on every stack trace of the selection with its sums.
   *
   * @return whether there are any
   */
  boolean read(Selection selection, Sink sink) {
    Sums sums =
        database.query(
            new Sql()
                .add("SELECT stack,")
                .add(value(selection))
                .add(", sum(counted)")
                .add(SelectionSql.fromPairs(byNumber(selection), selections.ofWindows(selection)))
                .add("GROUP BY stack"),
            rows -> Sums.read(rows, database.limits().stacks()));
    stacks.read(
        sums.ids, (index, frames) -> sink.accept(frames, sums.values[index], sums.samples[index]));
    return sums.ids.length > 0;
  }

  private Sql byNumber(Selection selection) {
    String summed =
        Gauges.contains(selection.type()) ? "sum(toFloat64(v) * duration_ns)" : "sum(v)";
    return new Sql()
        .add("SELECT dictionary, number, " + summed + " AS summed, sum(n) AS counted")
        .add(selections.fromSamples(selection))
        .add("GROUP BY dictionary, number");
  }

  /** Of a level, what there was at a time on average, from the first window to the last. */
  private Sql value(Selection selection) {
    if (!Gauges.contains(selection.type())) {
      return new Sql().add("sum(summed)");
    }
    long nanos =
        database.query(
            new Sql()
                .add("SELECT 1000000 * (toUnixTimestamp64Milli(max(start))")
                .add("- toUnixTimestamp64Milli(min(start))) + max(duration_ns)")
                .add(selections.fromProfiles(selection)),
            rows -> rows.next() ? rows.getLong(1) : 0);
    return new Sql().add("toInt64(round(sum(summed) / ?))", Math.max(1, nanos));
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

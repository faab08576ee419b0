package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one side of a comparison: each stack trace with its value in every block. */
final class DiffSide {
  private final Database database;
  private final SelectionSql selections;
  private final StackStore stacks;
  private final RollupPlanner planner;
  private final WindowSums windowSums;

  DiffSide(
      Database database,
      SelectionSql selections,
      StackStore stacks,
      RollupPlanner planner,
      WindowSums windowSums) {
    this.database = database;
    this.selections = selections;
    this.stacks = stacks;
    this.planner = planner;
    this.windowSums = windowSums;
  }

  /**
   * The windows of a side that are compared.
   *
   * @param times when they begin
   * @param allNanos the summed length of all that the side has; 0 where there are sums only
   * @param instances their names
   * @param first start of the first window, in milliseconds since the epoch
   * @param last start of the last window
   */
  record Windows(
      TimeRanges times,
      long allNanos,
      List<String> instances,
      long profiles,
      long profiledNanos,
      long first,
      long last) {
    BlockPlan plan() {
      return BlockPlan.of(instances.size(), profiles);
    }
  }

  /** Takes stack traces, each once, in no order. */
  interface Sink {
    /**
     * @param squares the sum of the squared values of single samples
     * @param blocks {@code value} by block
     */
    void accept(StackFrame[] leafFirst, long value, long samples, double squares, long[] blocks);
  }

  Windows windows(Selection selection) {
    Selection kept = planner.withProfiles(selection);
    WindowSums.Total all = planner.answer(kept, plan -> windowSums.total(kept, plan));
    TimeRanges times =
        ComparedTimes.of(all, SelectionSql.range(kept), database.limits().comparedWindows());
    return database.query(
        new Sql()
            .add("SELECT instance, count(), sum(duration_ns),")
            .add("toUnixTimestamp64Milli(min(start)), toUnixTimestamp64Milli(max(start))")
            .add("FROM profiles FINAL")
            .add(selections.ofWindows(selection, times))
            .add("GROUP BY instance ORDER BY instance"),
        rows -> readWindows(rows, times, all.profiledNanos()));
  }

  private static Windows readWindows(ResultSet rows, TimeRanges times, long allNanos)
      throws SQLException {
    List<String> instances = new ArrayList<>();
    long profiles = 0;
    long nanos = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    while (rows.next()) {
      instances.add(rows.getString(1));
      profiles += rows.getLong(2);
      nanos += rows.getLong(3);
      first = Math.min(first, rows.getLong(4));
      last = Math.max(last, rows.getLong(5));
    }
    return new Windows(
        times, profiles == 0 ? 0 : allNanos, instances, profiles, nanos, first, last);
  }

  void read(Selection selection, Windows windows, Sink sink) {
    if (windows.profiles == 0) {
      return;
    }
    Rows rows = database.query(sql(selection, windows), this::readStacks);
    long[] ids = rows.ids.stream().mapToLong(Long::longValue).toArray();
    int blocks = windows.plan().blocks();
    stacks.read(
        ids,
        (index, frames) ->
            sink.accept(
                frames,
                rows.sums.get(index).value,
                rows.sums.get(index).samples,
                rows.sums.get(index).squares,
                rows.sums.get(index).dense(blocks)));
  }

  private Sql sql(Selection selection, Windows windows) {
    Sql where = selections.ofWindows(selection, windows.times);
    Sql byNumber =
        new Sql()
            .add("SELECT dictionary, number, sum(v) AS summed, sum(n) AS counted,")
            .add("sum(toFloat64(v) * v / greatest(n, 1)) AS squares,")
            .add("sumResample(0, " + windows.plan().blocks() + ", 1)(v, toInt64(")
            .add(block(windows))
            .add(")) AS blocks")
            .add(selections.fromSamples(selection, where))
            .add("GROUP BY dictionary, number");
    return new Sql()
        .add("SELECT stack, sum(summed), sum(counted), sum(squares), sumForEach(blocks)")
        .add(SelectionSql.fromPairs(byNumber, where))
        .add("GROUP BY stack");
  }

  /** The number of the block a profile is in. */
  private static Sql block(Windows windows) {
    BlockPlan plan = windows.plan();
    Sql group =
        windows.instances.size() <= plan.groups()
            ? new Sql().add("(indexOf(?, instance) - 1)", windows.instances)
            : new Sql().add("(cityHash64(instance) % " + plan.groups() + ")");
    return group.add(
        "* ? + intDiv((toUnixTimestamp64Milli(start) - ?) * ?, ?)",
        plan.slots(),
        windows.first,
        plan.slots(),
        windows.last - windows.first + 1);
  }

  private Rows readStacks(ResultSet rows) throws SQLException {
    Rows read = new Rows(new ArrayList<>(), new ArrayList<>());
    while (rows.next()) {
      StackSums.checkSize(read.ids.size(), database.limits().stacks());
      read.ids.add(rows.getLong(1));
      read.sums.add(
          Sums.of(
              rows.getLong(2),
              rows.getLong(3),
              rows.getDouble(4),
              (Long[]) rows.getArray(5).getArray()));
    }
    return read;
  }

  private record Rows(List<Long> ids, List<Sums> sums) {}

  /** Most stack traces are in few blocks, so only those are kept. */
  private record Sums(long value, long samples, double squares, byte[] blocks, long[] blockValues) {
    static Sums of(long value, long samples, double squares, Long[] dense) {
      int filled = (int) Arrays.stream(dense).filter(v -> v != 0).count();
      byte[] blocks = new byte[filled];
      long[] values = new long[filled];
      int n = 0;
      for (int block = 0; block < dense.length; block++) {
        if (dense[block] != 0) {
          blocks[n] = (byte) block;
          values[n++] = dense[block];
        }
      }
      return new Sums(value, samples, squares, blocks, values);
    }

    long[] dense(int count) {
      long[] dense = new long[count];
      for (int i = 0; i < blocks.length; i++) {
        dense[blocks[i]] = blockValues[i];
      }
      return dense;
    }
  }
}

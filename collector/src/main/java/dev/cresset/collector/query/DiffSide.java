package dev.cresset.collector.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads one side of a comparison: each stack trace with what it has in every block. */
final class DiffSide {
  private final Database database;
  private final SelectionSql selections;
  private final RollupPlanner planner;
  private final WindowSums windowSums;

  DiffSide(
      Database database, SelectionSql selections, RollupPlanner planner, WindowSums windowSums) {
    this.database = database;
    this.selections = selections;
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

    Windows ofAll(long nanos) {
      return new Windows(times, nanos, instances, profiles, profiledNanos, first, last);
    }
  }

  Windows windows(Selection selection) {
    Selection kept = planner.withProfiles(selection);
    int most = database.limits().comparedWindows();
    Windows all = ifFew(kept, most);
    if (all.profiles > 0) {
      return all;
    }
    WindowSums.Total total =
        planner.answerByWindows(kept, RollupQuestion.HOUR, plan -> windowSums.total(kept, plan));
    TimeRanges times = ComparedTimes.of(total, SelectionSql.range(kept), most);
    return windows(times, selections.ofWindows(kept, times), total.profiledNanos());
  }

  /** All windows, asked for at once; none if there are more. */
  private Windows ifFew(Selection kept, int most) {
    Sql where = selections.ofWindows(kept);
    Sql ifFew =
        new Sql()
            .add(where)
            .add("AND (SELECT count() FROM (SELECT 1 FROM profiles")
            .add(where)
            .add("LIMIT " + (most + 1L) + ")) <= " + most);
    TimeRanges.Range range = SelectionSql.range(kept);
    Windows found = windows(TimeRanges.of(range.from(), range.to()), ifFew, 0);
    return found.ofAll(found.profiledNanos);
  }

  private Windows windows(TimeRanges times, Sql where, long allNanos) {
    return database.query(
        new Sql()
            .add("SELECT instance, count(), sum(duration_ns),")
            .add("toUnixTimestamp64Milli(min(start)), toUnixTimestamp64Milli(max(start))")
            .add("FROM profiles FINAL")
            .add(where)
            .add("GROUP BY instance ORDER BY instance"),
        rows -> readWindows(rows, times, allNanos));
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

  BlockSums read(Selection selection, Windows windows) {
    return windows.profiles == 0
        ? new BlockSums()
        : database.query(sql(selection, windows), this::readStacks);
  }

  private Sql sql(Selection selection, Windows windows) {
    Sql where = selections.ofWindows(selection, windows.times);
    Sql byNumber =
        new Sql()
            .add("SELECT dictionary, number, sum(n) AS counted,")
            .add("sum(toFloat64(v) * v / greatest(n, 1)) AS squares,")
            .add("sumResample(0, " + windows.plan().blocks() + ", 1)(v, block) AS blocks")
            .add(selections.fromSamples(selection, where, block(windows)))
            .add("GROUP BY dictionary, number");
    return new Sql()
        .add("SELECT stack, sum(counted), sum(squares), toString(sumForEach(blocks))")
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
    Sql block = new Sql().add("toInt64(").add(group);
    return block.add(
        "* ? + intDiv((toUnixTimestamp64Milli(start) - ?) * ?, ?)) AS block",
        plan.slots(),
        windows.first,
        plan.slots(),
        windows.last - windows.first + 1);
  }

  private BlockSums readStacks(ResultSet rows) throws SQLException {
    BlockSums sums = new BlockSums();
    while (rows.next()) {
      StackSums.checkSize(sums.size(), database.limits().stacks());
      sums.add(rows.getLong(1), rows.getLong(2), rows.getDouble(3), rows.getString(4));
    }
    return sums;
  }
}

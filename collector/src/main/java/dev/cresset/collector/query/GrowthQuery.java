package dev.cresset.collector.query;

import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.query.LevelPlan.Window;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.collector.store.Gauges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What of a selection is in use more and more. */
final class GrowthQuery {
  /** A process: what has the same names may still have been started again. */
  private static final String SOURCE =
      "toInt64(cityHash64(release, instance, attributes['process.pid']))";

  private final Database database;
  private final SelectionSql selections;
  private final StackStore stacks;

  GrowthQuery(Database database, SelectionSql selections, StackStore stacks) {
    this.database = database;
    this.selections = selections;
    this.stacks = stacks;
  }

  /**
   * @param byStack whether each stack trace has a row, and not each site
   */
  Growth run(Selection selection, String unit, boolean byStack) {
    checkType(selection.type());
    List<Window> windows = LevelPlan.withLevel(windows(selection));
    if (windows.isEmpty()) {
      return new Growth(unit, 0, List.of());
    }
    LevelPlan plan = new LevelPlan(windows);
    Map<Long, Map<Long, double[]>> levels = levels(selection, plan);
    long[] ids = levels.keySet().stream().mapToLong(Long::longValue).toArray();
    GrowthBuilder builder = new GrowthBuilder(plan, byStack);
    stacks.read(
        ids, (int index, StackFrame[] frames) -> builder.add(frames, levels.get(ids[index])));
    return new Growth(unit, windows.size(), builder.rows());
  }

  private static void checkType(String type) {
    if (!Gauges.contains(type)) {
      throw new QueryException(
          Reason.INVALID,
          "The type %s counts what happens in a window, which does not stay. Ask for live_space or"
                  .formatted(type)
              + " live_objects.");
    }
  }

  private List<Window> windows(Selection selection) {
    return database.query(
        new Sql()
            .add("SELECT " + SOURCE + " AS source, toUnixTimestamp64Milli(start) AS at,")
            .add("sumIf(v, followed), countIf(followed) > 0")
            .add(selections.fromValues(selection))
            .add("GROUP BY source, at ORDER BY source, at"),
        rows -> {
          List<Window> windows = new ArrayList<>();
          while (rows.next()) {
            check(windows.size());
            windows.add(
                new Window(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getBoolean(4)));
          }
          return windows;
        });
  }

  /** By stack trace and process, the lowest level of each bucket. */
  private Map<Long, Map<Long, double[]>> levels(Selection selection, LevelPlan plan) {
    return database.query(
        new Sql()
            .add("SELECT stack, source, intDiv(at - ?, ?) AS bucket,", plan.first(), plan.width())
            .add("min(level), count() FROM (SELECT stack, source, at, sum(v) AS level")
            .add(SelectionSql.fromPairs(samples(selection), selections.ofWindows(selection)))
            .add("WHERE label_set NOT IN (")
            .add(SelectionSql.unfollowed())
            .add(") GROUP BY stack, source, at) GROUP BY stack, source, bucket"),
        rows -> readLevels(rows, plan));
  }

  /** Not grouped, as in a window of a process nearly each sample is of another stack trace. */
  private Sql samples(Selection selection) {
    return new Sql()
        .add("SELECT dictionary, number, v, " + SOURCE + " AS source,")
        .add("toUnixTimestamp64Milli(start) AS at")
        .add(selections.fromSamples(selection));
  }

  private Map<Long, Map<Long, double[]>> readLevels(ResultSet rows, LevelPlan plan)
      throws SQLException {
    Map<Long, Map<Long, double[]>> levels = new HashMap<>();
    int count = 0;
    while (rows.next()) {
      check(count++);
      StackSums.checkSize(levels.size(), database.limits().stacks());
      long source = rows.getLong(2);
      int bucket = rows.getInt(3);
      // Where it is missing in a window, nothing was in use.
      boolean inAll = rows.getLong(5) >= plan.windows(source, bucket);
      levels.computeIfAbsent(rows.getLong(1), any -> new HashMap<>())
              .computeIfAbsent(source, any -> new double[plan.buckets()])[bucket] =
          inAll ? rows.getLong(4) : 0;
    }
    return levels;
  }

  private void check(int size) {
    if (size >= database.limits().stacks()) {
      throw QueryException.tooLarge(
          new Limit("query.max-stacks", database.limits().stacks()),
          "The range has more than " + database.limits().stacks() + " levels",
          "Ask for a shorter time range, or for one release or instance.",
          null);
    }
  }
}

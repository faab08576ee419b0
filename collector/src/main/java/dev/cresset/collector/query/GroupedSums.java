package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.collector.store.Gauges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a selection has of each stack trace with each value of a label. */
final class GroupedSums {
  private final Database database;
  private final PlannedSums planned;
  private final StackStore stacks;
  private final RollupPlanner planner;
  private final WindowSums windows;

  GroupedSums(
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

  /** Takes stack traces, each once for every value of the label, in no order. */
  interface Sink {
    /**
     * @param root a frame that says what the value is
     */
    void accept(StackFrame[] leafFirst, StackFrame root, long value, long samples);
  }

  /**
   * Hands on every stack trace of the selection by the label that its frames are to be told by.
   *
   * @return the windows they are from
   */
  WindowSums.Total read(Selection selection, Sink sink) {
    String by = selection.frames().by();
    // Only for the name: it says whether this is a column or a label.
    LabelMatcher named = LabelMatcher.of(by, Operator.EQUAL, List.of(""));
    Answer answer =
        named.field() == Field.INSTANCE
            ? answer(selection, named, planner.ofProfiles(selection))
            : planner.answer(
                selection, RollupQuestion.HOUR, plan -> answer(selection, named, plan));
    boolean level = Gauges.contains(selection.type());
    Map<String, StackFrame> roots = new HashMap<>();
    stacks.read(
        answer.groups.stream().mapToLong(Group::stack).toArray(),
        (index, frames) -> {
          Group group = answer.groups.get(index);
          for (int i = 0; i < group.texts.length; i++) {
            StackFrame root = roots.computeIfAbsent(group.texts[i], text -> root(by, text));
            long value = level ? answer.windows.average(group.values[i]) : group.values[i];
            sink.accept(frames, root, value, group.samples[i]);
          }
        });
    return answer.windows;
  }

  private Answer answer(Selection selection, LabelMatcher named, Plan plan) {
    List<Group> groups = database.query(sql(selection, named, plan), this::groups);
    return new Answer(groups, windows.total(selection, plan));
  }

  private static StackFrame root(String by, String text) {
    return new StackFrame(by + "=" + text, "", "", 0, FrameKind.NATIVE);
  }

  private Sql sql(Selection selection, LabelMatcher named, Plan plan) {
    return new Sql()
        .add("SELECT stack, groupArray(text), groupArray(summed), groupArray(counted) FROM (")
        .add(
            named.field() == Field.LABEL
                ? byLabel(selection, named.label(), plan)
                : by(named.field().column(), selection, plan))
        .add(") GROUP BY stack");
  }

  private Sql byLabel(Selection selection, String label, Plan plan) {
    return new Sql()
        .add("SELECT name AS text, stack, sum(sums.summed) AS summed, sum(sums.counted) AS counted")
        .add("FROM (")
        .add(by(PlannedSums.LABEL_SET, selection, plan))
        .add(") AS sums LEFT ANY JOIN (SELECT id, labels[?] AS name FROM label_sets)", label)
        .add("AS sets ON sums.text = sets.id GROUP BY name, stack");
  }

  /** Sums by {@code stack} and a column, here called {@code text}. */
  private Sql by(String column, Selection selection, Plan plan) {
    return new Sql()
        .add("SELECT " + column + " AS text, stack,")
        .add("sum(part.summed) AS summed, sum(part.counted) AS counted")
        .add("FROM (SELECT *")
        .add(planned.from(selection, plan, column))
        .add(") AS part GROUP BY text, stack");
  }

  private List<Group> groups(ResultSet rows) throws SQLException {
    List<Group> groups = new ArrayList<>();
    int size = 0;
    while (rows.next()) {
      Group group =
          new Group(
              rows.getLong(1),
              Arrays.stream((Object[]) rows.getArray(2).getArray())
                  .map(String.class::cast)
                  .toArray(String[]::new),
              longs(rows, 3),
              longs(rows, 4));
      size += group.texts.length;
      StackSums.checkSize(size - 1, database.limits().stacks());
      groups.add(group);
    }
    return groups;
  }

  private static long[] longs(ResultSet row, int column) throws SQLException {
    return Arrays.stream((Object[]) row.getArray(column).getArray())
        .mapToLong(value -> ((Number) value).longValue())
        .toArray();
  }

  private record Answer(List<Group> groups, WindowSums.Total windows) {}

  /** A stack trace with the values of the label it has, and what it has with each. */
  private record Group(long stack, String[] texts, long[] values, long[] samples) {}
}

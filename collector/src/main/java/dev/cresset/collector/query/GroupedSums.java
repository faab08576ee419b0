package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.query.StackTable.StackFrame;
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
  private final SelectionSql selections;
  private final StackStore stacks;

  GroupedSums(Database database, SelectionSql selections, StackStore stacks) {
    this.database = database;
    this.selections = selections;
    this.stacks = stacks;
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
   * @return whether there are any
   */
  boolean read(Selection selection, Sink sink) {
    String by = selection.frames().by();
    List<Group> groups = database.query(sql(selection, by), rows -> groups(rows));
    Map<String, StackFrame> roots = new HashMap<>();
    stacks.read(
        groups.stream().mapToLong(Group::stack).toArray(),
        (index, frames) -> {
          Group group = groups.get(index);
          for (int i = 0; i < group.texts.length; i++) {
            StackFrame root = roots.computeIfAbsent(group.texts[i], text -> root(by, text));
            sink.accept(frames, root, group.values[i], group.samples[i]);
          }
        });
    return !groups.isEmpty();
  }

  private static StackFrame root(String by, String text) {
    return new StackFrame(by + "=" + text, "", "", 0, FrameKind.NATIVE);
  }

  private Sql sql(Selection selection, String by) {
    // Only for the name: it says whether this is a column or a label.
    LabelMatcher named = LabelMatcher.of(by, Operator.EQUAL, List.of(""));
    return new Sql()
        .add("SELECT stack, groupArray(text), groupArray(value), groupArray(samples) FROM (")
        .add(
            named.field() == Field.LABEL
                ? byLabel(selection, named.label())
                : byColumn(selection, named.field().column()))
        .add(") GROUP BY stack");
  }

  private Sql byColumn(Selection selection, String column) {
    return new Sql()
        .add("SELECT text, stack,")
        .add(value(selection))
        .add("AS value, sum(counted) AS samples")
        .add(fromPairs(selection, column + " AS text,", "text,"))
        .add("GROUP BY text, stack");
  }

  private Sql byLabel(Selection selection, String label) {
    Sql byLabelSet =
        new Sql()
            .add("SELECT label_set, stack, sum(summed) AS summed, sum(counted) AS counted")
            .add(fromPairs(selection, "", ""))
            .add("GROUP BY label_set, stack");
    return new Sql()
        .add("SELECT text, stack,")
        .add(value(selection))
        .add("AS value, sum(counted) AS samples FROM (")
        .add(byLabelSet)
        .add(") AS sums LEFT ANY JOIN (SELECT id AS label_set, labels[?] AS text", label)
        .add("FROM label_sets) AS sets USING (label_set) GROUP BY text, stack");
  }

  private Sql fromPairs(Selection selection, String selected, String grouped) {
    String summed =
        Gauges.contains(selection.type()) ? "sum(toFloat64(v) * duration_ns)" : "sum(v)";
    Sql byNumber =
        new Sql()
            .add("SELECT " + selected + " dictionary, number,")
            .add(summed + " AS summed, sum(n) AS counted")
            .add(selections.fromSamples(selection))
            .add("GROUP BY " + grouped + " dictionary, number");
    return SelectionSql.fromPairs(byNumber, selections.ofWindows(selection));
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

  /** A stack trace with the values of the label it has, and what it has with each. */
  private record Group(long stack, String[] texts, long[] values, long[] samples) {}
}

package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.Label;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.collector.store.Gauges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a selection has of each stack trace with each set of labels: the query under exports. */
final class LabelledStacks {
  /** Ids of one statement. */
  private static final int CHUNK = 20_000;

  private final Database database;
  private final PlannedSums planned;
  private final StackStore stacks;
  private final RollupPlanner planner;
  private final WindowSums windows;

  LabelledStacks(
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

  /** Takes stack traces with labels, in no order. */
  interface Sink {
    void accept(StackFrame[] leafFirst, List<Label> labels, long value, long samples);
  }

  /**
   * Hands on every stack trace of the selection, once for each set of labels.
   *
   * @return the windows they are from
   */
  WindowSums.Total read(Selection selection, Sink sink) {
    Answer answer = planner.answer(selection, RollupQuestion.HOUR, plan -> answer(selection, plan));
    boolean level = Gauges.contains(selection.type());
    Map<Long, List<Label>> labels = labels(answer.byStack);
    long[] ids = answer.byStack.keySet().stream().mapToLong(Long::longValue).toArray();
    stacks.read(
        ids,
        (index, frames) -> {
          for (Sum sum : answer.byStack.get(ids[index])) {
            List<Label> its = labels.getOrDefault(sum.labelSet, List.of());
            long value = level ? answer.windows.average(sum.value) : sum.value;
            sink.accept(frames, its, value, sum.samples);
          }
        });
    return answer.windows;
  }

  private Answer answer(Selection selection, Plan plan) {
    return new Answer(
        database.query(sql(selection, plan), this::sums), windows.total(selection, plan));
  }

  private Sql sql(Selection selection, Plan plan) {
    return new Sql()
        .add("SELECT stack, label_set, sum(summed), sum(counted)")
        .add(planned.from(selection, plan, PlannedSums.LABEL_SET))
        .add("GROUP BY stack, label_set");
  }

  private Map<Long, List<Sum>> sums(ResultSet rows) throws SQLException {
    Map<Long, List<Sum>> byStack = new LinkedHashMap<>();
    for (int size = 0; rows.next(); size++) {
      StackSums.checkSize(size, database.limits().stacks());
      byStack
          .computeIfAbsent(rows.getLong(1), added -> new ArrayList<>(1))
          .add(new Sum(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
    }
    return byStack;
  }

  private Map<Long, List<Label>> labels(Map<Long, List<Sum>> byStack) {
    long[] ids =
        byStack.values().stream()
            .flatMap(List::stream)
            .mapToLong(Sum::labelSet)
            .distinct()
            .sorted()
            .toArray();
    Map<Long, List<Label>> labels = HashMap.newHashMap(ids.length);
    for (int from = 0; from < ids.length; from += CHUNK) {
      long[] chunk = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + CHUNK));
      database.query(
          new Sql()
              .add("SELECT id, labels, exact_name, exact_text, exact_number, exact_unit")
              .add("FROM label_sets WHERE id IN (?)", (Object) chunk),
          rows -> {
            while (rows.next()) {
              labels.put(rows.getLong(1), labelsOf(rows));
            }
            return labels;
          });
    }
    return labels;
  }

  private static List<Label> labelsOf(ResultSet row) throws SQLException {
    Object[] names = (Object[]) row.getArray(3).getArray();
    List<Label> labels = new ArrayList<>();
    if (names.length == 0) {
      new TreeMap<>((Map<?, ?>) row.getObject(2))
          .forEach((name, text) -> labels.add(new Label((String) name, (String) text, 0, "")));
      return labels;
    }
    Object[] texts = (Object[]) row.getArray(4).getArray();
    Object[] numbers = (Object[]) row.getArray(5).getArray();
    Object[] units = (Object[]) row.getArray(6).getArray();
    for (int i = 0; i < names.length; i++) {
      labels.add(
          new Label((String) names[i], (String) texts[i], (Long) numbers[i], (String) units[i]));
    }
    return labels;
  }

  private record Answer(Map<Long, List<Sum>> byStack, WindowSums.Total windows) {}

  private record Sum(long labelSet, long value, long samples) {}
}

package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.store.Gauges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A selection's values over time. */
final class SeriesQuery {
  private static final int MAX_POINTS = 11_000;

  private final Database database;
  private final SelectionSql selections;
  private final RollupPlanner planner;
  private final WindowSums windows;

  SeriesQuery(
      Database database, SelectionSql selections, RollupPlanner planner, WindowSums windows) {
    this.database = database;
    this.selections = selections;
    this.planner = planner;
    this.windows = windows;
  }

  List<Series.Line> run(Selection selection, Duration step) {
    long millis = checked(selection, step);
    Function<Plan, Map<String, List<Series.Point>>> answer = plan -> lines(selection, millis, plan);
    Map<String, List<Series.Point>> lines =
        selection.filters(Field.LABEL)
            ? planner.answer(selection, millis, answer)
            : planner.answerByWindows(selection, millis, answer);
    return lines.entrySet().stream()
        .map(line -> new Series.Line(line.getKey(), List.copyOf(line.getValue())))
        .sorted(
            Comparator.comparing((Series.Line line) -> line.points().getFirst().time())
                .thenComparing(Series.Line::release))
        .toList();
  }

  private Map<String, List<Series.Point>> lines(Selection selection, long step, Plan plan) {
    Map<Key, Sums> labelled =
        selection.filters(Field.LABEL) ? labelled(selection, step, plan) : Map.of();
    Map<String, List<Series.Point>> lines = new LinkedHashMap<>();
    forEachRow(
        new Sql()
            .add(
                "SELECT release, intDiv(at, ?) * ? AS time, sum(summed), sum(counted),", step, step)
            .add("uniqExactArray(instances), sum(windowed)")
            .add(windows.from(selection, plan))
            .add("GROUP BY release, time ORDER BY time"),
        row -> {
          Key key = new Key(row.getString(1), row.getLong(2));
          Sums all = new Sums(row.getLong(3), row.getLong(4));
          Sums sums = selection.filters(Field.LABEL) ? labelled.get(key) : all;
          if (sums != null) {
            lines
                .computeIfAbsent(key.release, release -> new ArrayList<>())
                .add(point(selection, key, sums, row.getInt(5), row.getLong(6)));
          }
        });
    return lines;
  }

  /** What samples with the selection's labels have; windows know of all samples only. */
  private Map<Key, Sums> labelled(Selection selection, long step, Plan plan) {
    Map<Key, Sums> found = new HashMap<>();
    forEachRow(
        new Sql()
            .add("SELECT release, time, sum(summed), sum(counted)")
            .add(
                plan.from(
                    times -> ofProfiles(selection, step, times),
                    buckets -> ofBuckets(buckets, selection, step)))
            .add("GROUP BY release, time"),
        row ->
            found.put(
                new Key(row.getString(1), row.getLong(2)),
                new Sums(row.getLong(3), row.getLong(4))));
    return found;
  }

  private Sql ofProfiles(Selection selection, long step, TimeRanges times) {
    String value = Gauges.contains(selection.type()) ? Gauges.WEIGHTED : "v";
    return new Sql()
        .add("SELECT release, intDiv(toUnixTimestamp64Milli(start), ?) * ? AS time,", step, step)
        .add("sum(" + value + ") AS summed, sum(n) AS counted")
        .add(selections.fromSamples(selection, selections.ofWindows(selection, times)))
        .add("GROUP BY release, time");
  }

  private Sql ofBuckets(Plan.Buckets buckets, Selection selection, long step) {
    return new Sql()
        .add(
            "SELECT release, intDiv(1000 * toInt64(toUnixTimestamp(bucket)), ?) * ? AS time,",
            step,
            step)
        .add("sum(value) AS summed, sum(samples) AS counted")
        .add(buckets.from("rollup"))
        .add(selections.ofBuckets(selection, buckets.times()))
        .add("GROUP BY release, time");
  }

  private void forEachRow(Sql sql, Database.RowReader reader) {
    database.forEachRow(
        sql, "points of the series", "Take larger steps, or ask for one release.", reader);
  }

  private static long checked(Selection selection, Duration step) {
    Duration range = Duration.between(selection.from(), selection.to());
    if (step.toMillis() < 1) {
      throw new QueryException(
          Reason.INVALID, "The step is " + step + ", but it has to be at least 1 ms.");
    }
    if (range.compareTo(step.multipliedBy(MAX_POINTS)) > 0) {
      throw new QueryException(
          Reason.TOO_LARGE,
          "Steps of %s make more than %d points of %s. Take steps of at least %s."
              .formatted(
                  step, MAX_POINTS, range, Duration.ofSeconds(range.toSeconds() / MAX_POINTS + 1)));
    }
    return step.toMillis();
  }

  /** Of a level, that of a window on average, for all instances together. */
  private static Series.Point point(
      Selection selection, Key key, Sums sums, int instances, long windowNanos) {
    long value =
        Gauges.contains(selection.type())
            ? Math.round(sums.value * (1e9 * instances / Math.max(1, windowNanos)))
            : sums.value;
    return new Series.Point(Instant.ofEpochMilli(key.time), value, sums.samples, instances);
  }

  private record Key(String release, long time) {}

  private record Sums(long value, long samples) {}
}

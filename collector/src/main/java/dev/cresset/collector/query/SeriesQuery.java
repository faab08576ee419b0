package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.QueryException.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A selection's values over time. */
final class SeriesQuery {
  private static final int MAX_POINTS = 11_000;

  private final Database database;
  private final SelectionSql selections;

  SeriesQuery(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  List<Series.Line> run(Selection selection, Duration step) {
    long millis = checked(selection, step);
    Sql sql =
        new Sql()
            .add(
                "SELECT release, intDiv(toUnixTimestamp64Milli(start), ?) * ? AS bucket,",
                millis,
                millis);
    if (!selection.filters(Field.LABEL)) {
      sql.add(value(selection, "sum(arraySum(value))"))
          .add(", sum(arraySum(samples)), uniqExact(instance)")
          .add(selections.fromProfiles(selection));
    } else {
      sql.add(value(selection, "sum(v)"))
          .add(", sum(n), uniqExact(instance)")
          .add(selections.fromSamples(selection));
    }
    Map<String, List<Series.Point>> lines = new LinkedHashMap<>();
    database.forEachRow(
        sql.add("GROUP BY release, bucket ORDER BY bucket"),
        "points of the series",
        "Take larger steps, or ask for one release.",
        row -> lines.computeIfAbsent(row.getString(1), r -> new ArrayList<>()).add(point(row)));
    return lines.entrySet().stream()
        .map(line -> new Series.Line(line.getKey(), List.copyOf(line.getValue())))
        .sorted(
            Comparator.comparing((Series.Line line) -> line.points().getFirst().time())
                .thenComparing(Series.Line::release))
        .toList();
  }

  /** Of a level, that of a window on average, for all instances together. */
  private static String value(Selection selection, String sum) {
    return Gauges.contains(selection.type())
        ? "intDiv(" + sum + " * uniqExact(instance), uniqExact(instance, start))"
        : sum;
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

  private static Series.Point point(ResultSet row) throws SQLException {
    return new Series.Point(
        Instant.ofEpochMilli(row.getLong(2)), row.getLong(3), row.getLong(4), row.getInt(5));
  }
}

package dev.cresset.collector.query;

import dev.cresset.collector.query.QueryException.Reason;
import java.time.Instant;
import java.util.Map;

/** Turns a {@link Selection} into conditions on the table of profiles. */
final class SelectionSql {
  /** Where there is a column {@code label_set}. */
  static final String IS_FOLLOWED =
      "label_set NOT IN (SELECT id FROM label_sets WHERE labels['followed'] = 'no')";

  private final String tenant;

  SelectionSql(String tenant) {
    this.tenant = tenant;
  }

  /**
   * What the selection has of each stack trace: {@code FROM} and {@code WHERE}, with the columns
   * {@code stack}, {@code v} and {@code n} for a sample's stack trace, value and count.
   */
  Sql fromSamples(Selection selection) {
    return fromSamples(selection, !selection.labels().isEmpty());
  }

  /** As {@link #fromSamples}, but for objects that nobody follows: they do not say what grows. */
  Sql fromFollowed(Selection selection) {
    return fromSamples(selection, true).add("AND " + IS_FOLLOWED);
  }

  private Sql fromSamples(Selection selection, boolean labelled) {
    Sql sql =
        new Sql()
            .add("FROM profiles FINAL")
            .add("ARRAY JOIN stack_id AS stack, value AS v, samples AS n")
            .add(labelled ? ", label_set_id AS label_set" : "")
            .add(where(selection));
    for (Map.Entry<String, String> label : selection.labels().entrySet()) {
      sql.add(
          "AND label_set IN (SELECT id FROM label_sets WHERE mapContains(labels, ?) AND labels[?] = ?)",
          label.getKey(),
          label.getKey(),
          label.getValue());
    }
    return sql;
  }

  /** {@code FROM} and {@code WHERE}, a row for each profile; labels do not count. */
  Sql fromProfiles(Selection selection) {
    return new Sql().add("FROM profiles FINAL").add(where(selection));
  }

  /**
   * {@code FROM} and {@code WHERE}, with the columns {@code v} and {@code label_set}; profiles
   * without samples have a row too.
   */
  Sql fromValues(Selection selection) {
    return new Sql()
        .add("FROM profiles FINAL LEFT ARRAY JOIN value AS v, label_set_id AS label_set")
        .add(where(selection));
  }

  private Sql where(Selection selection) {
    Sql sql = ofService(selection.service()).add("AND type = ?", selection.type());
    sql.add(between(selection.from(), selection.to()));
    selection.release().ifPresent(release -> sql.add("AND release = ?", release));
    selection.environment().ifPresent(environment -> sql.add("AND environment = ?", environment));
    selection.instance().ifPresent(instance -> sql.add("AND instance = ?", instance));
    return sql;
  }

  Sql ofTenant() {
    return new Sql().add("WHERE tenant = ?", tenant);
  }

  Sql ofService(String service) {
    return ofTenant().add("AND service = ?", service);
  }

  /**
   * A condition on the start of a profile's window.
   *
   * @throws QueryException if there is no time in the range
   */
  Sql between(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new QueryException(
          Reason.INVALID,
          "The range ends at " + to + ", which is not after " + from + ", where it begins.");
    }
    return new Sql()
        .add("AND start >= fromUnixTimestamp64Milli(?)", millis(from))
        .add("AND start < fromUnixTimestamp64Milli(?)", millis(to));
  }

  /** Starts are whole milliseconds, so a bound between two of them is as good as the next one. */
  private static long millis(Instant time) {
    return Selection.bounded(time).plusNanos(999_999).toEpochMilli();
  }
}

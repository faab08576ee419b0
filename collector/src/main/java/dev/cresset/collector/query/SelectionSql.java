package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.QueryException.Reason;
import java.time.Instant;

/**
 * Turns a {@link Selection} into conditions on the table of profiles.
 *
 * <p>A sample's number stands for its stack trace and labels, within the dictionary of its row. To
 * look them up for each sample would take longer than all the rest: what is asked of profiles is
 * grouped by dictionary and number first, and joined with what they stand for after that, by {@link
 * #fromPairs}.
 */
final class SelectionSql {
  private final String tenant;

  SelectionSql(String tenant) {
    this.tenant = tenant;
  }

  /**
   * The selection's samples: {@code FROM} and {@code WHERE}, with the columns {@code dictionary}
   * and {@code number} for what they are of, {@code v} and {@code n} for value and count, and those
   * of their profile.
   */
  Sql fromSamples(Selection selection) {
    return fromSamples(selection, ofWindows(selection));
  }

  /**
   * As {@link #fromSamples(Selection)}, at other times.
   *
   * @param windows the selection's, by {@link #ofWindows(Selection, TimeRanges)}
   */
  Sql fromSamples(Selection selection, Sql windows) {
    Sql sql =
        new Sql()
            .add("FROM profiles FINAL")
            .add("ARRAY JOIN number AS number, value AS v, samples AS n")
            .add(windows);
    return selection.filters(Field.LABEL) ? sql.add("AND").add(ofNumbers(selection, windows)) : sql;
  }

  /**
   * As {@link #fromSamples(Selection, Sql)}, with no other column of profiles than one that is made
   * of them, once for each profile.
   */
  Sql fromSamples(Selection selection, Sql windows, Sql column) {
    Sql sql =
        new Sql()
            .add("FROM (SELECT dictionary, number AS numbers, value, samples,")
            .add(column)
            .add("FROM profiles FINAL")
            .add(windows)
            .add(") ARRAY JOIN numbers AS number, value AS v, samples AS n");
    return selection.filters(Field.LABEL)
        ? sql.add("WHERE").add(ofNumbers(selection, windows))
        : sql;
  }

  /** A condition on samples: that their labels are the selection's. */
  private static Sql ofNumbers(Selection selection, Sql windows) {
    return new Sql()
        .add("(dictionary, number) IN (")
        .add(numbersOf(MatcherSql.ofLabelSet(selection), windows))
        .add(")");
  }

  /**
   * {@code FROM} and {@code WHERE}, a row for each sample, whatever its labels: a column {@code v},
   * and {@code followed}, whether somebody follows its objects. Profiles without samples have a row
   * too.
   */
  Sql fromValues(Selection selection) {
    Sql windows = ofWindows(selection);
    // No number is 0, which is what profiles without samples have here.
    return new Sql()
        .add("FROM (SELECT *, v, (dictionary, sample) NOT IN (")
        .add(numbersOf(new Sql().add("AND label_set IN (").add(unfollowed()).add(")"), windows))
        .add(") AS followed")
        .add("FROM profiles FINAL LEFT ARRAY JOIN value AS v, number AS sample")
        .add(windows)
        .add(")");
  }

  /** The sets of labels of objects that nobody follows: they do not say what grows. */
  static Sql unfollowed() {
    return new Sql().add("SELECT id FROM label_sets WHERE labels['followed'] = 'no'");
  }

  /**
   * {@code FROM}: rows that have a {@code dictionary} and a {@code number}, with the {@code stack}
   * and {@code label_set} these stand for.
   *
   * @param rows a query, grouped as far as can be
   * @param windows the conditions on profiles that it has
   */
  static Sql fromPairs(Sql rows, Sql windows) {
    // A number may be stored twice, but counts once; and one that is missing is not to hide a
    // value.
    return new Sql()
        .add("FROM (")
        .add(rows)
        .add(") AS numbered LEFT ANY JOIN (")
        .add("SELECT dictionary, number, stack, label_set FROM numbers WHERE")
        .add(inDictionaries(windows))
        .add(") AS pairs USING (dictionary, number)");
  }

  /**
   * @param labels conditions on a column {@code label_set}, each after an AND
   */
  private static Sql numbersOf(Sql labels, Sql windows) {
    return new Sql()
        .add("SELECT dictionary, number FROM numbers WHERE")
        .add(inDictionaries(windows))
        .add(labels);
  }

  /** Which reads a part of the numbers only. */
  private static Sql inDictionaries(Sql windows) {
    return new Sql().add("dictionary IN (SELECT dictionary FROM profiles").add(windows).add(")");
  }

  /** {@code WHERE}: the profiles in which the selection's samples are. */
  Sql ofWindows(Selection selection) {
    return ofWindows(selection, between(selection.from(), selection.to()));
  }

  /** {@code WHERE}: as {@link #ofWindows(Selection)}, at other times. */
  Sql ofWindows(Selection selection, TimeRanges times) {
    return ofWindows(selection, times.containStart());
  }

  /** {@code WHERE}: the buckets in which the selection's samples are; labels do not count. */
  Sql ofColumns(Selection selection, TimeRanges times) {
    return ofWindows(selection, times.containBucket());
  }

  /** {@code WHERE}: as {@link #ofColumns}, of the selection's labels. */
  Sql ofBuckets(Selection selection, TimeRanges times) {
    return ofColumns(selection, times).add(MatcherSql.ofLabelSet(selection));
  }

  private Sql ofWindows(Selection selection, Sql times) {
    return ofService(selection.service())
        .add("AND type = ?", selection.type())
        .add(times)
        .add(MatcherSql.ofColumns(selection));
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
    check(from, to);
    return new Sql()
        .add("AND start >= fromUnixTimestamp64Milli(?)", millis(from))
        .add("AND start < fromUnixTimestamp64Milli(?)", millis(to));
  }

  /**
   * The selection's time.
   *
   * @throws QueryException if there is none
   */
  static TimeRanges.Range range(Selection selection) {
    check(selection.from(), selection.to());
    return new TimeRanges.Range(millis(selection.from()), millis(selection.to()));
  }

  private static void check(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new QueryException(
          Reason.INVALID,
          "The range ends at " + to + ", which is not after " + from + ", where it begins.");
    }
  }

  /** Starts are whole milliseconds, so a bound between two of them is as good as the next one. */
  private static long millis(Instant time) {
    return Selection.bounded(time).plusNanos(999_999).toEpochMilli();
  }
}

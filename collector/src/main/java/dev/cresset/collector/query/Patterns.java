package dev.cresset.collector.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cresset.collector.query.QueryException.Reason;

/**
 * Has ClickHouse read regular expressions before they are used: it does not where there are no
 * values to compare with. Safe for use by many threads.
 */
final class Patterns {
  private final Database database;
  private final Cache<String, Boolean> good = Caffeine.newBuilder().maximumSize(1000).build();

  Patterns(Database database) {
    this.database = database;
  }

  /**
   * @throws QueryException if an expression of the selection is none; the message names it
   */
  void check(Selection selection) {
    for (LabelMatcher matcher : selection.matchers()) {
      if (matcher.operator().isRegex()) {
        check(matcher.values().getFirst(), matcher);
      }
    }
  }

  private void check(String pattern, LabelMatcher matcher) {
    if (good.getIfPresent(pattern) == null) {
      read(pattern, matcher);
      good.put(pattern, true);
    }
  }

  private void read(String pattern, LabelMatcher matcher) {
    // Without our bracket as well: what closes it and opens another is no expression. With no
    // bracket at all, ClickHouse would only read as far as to the first one that is not opened.
    Sql sql =
        new Sql()
            .add("SELECT match('', ?), match('', ?)", "()" + pattern, MatcherSql.anchored(pattern));
    try {
      database.query(sql, rows -> null);
    } catch (QueryException e) {
      if (e.reason() != Reason.INVALID) {
        throw e;
      }
      throw new QueryException(
          Reason.INVALID,
          "The regular expression '%s' of %s cannot be read: %s. Its syntax is RE2's."
              .formatted(pattern, matcher, e.getMessage()),
          e);
    }
  }
}

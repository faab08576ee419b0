package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import java.util.Collections;
import java.util.List;

/**
 * Turns {@link LabelMatcher}s into conditions. Names, values and patterns are bound, all of them.
 */
final class MatcherSql {
  private MatcherSql() {}

  /**
   * On the columns {@code release}, {@code environment} and {@code instance}; each after an AND.
   */
  static Sql ofColumns(Selection selection) {
    Sql sql = new Sql();
    for (LabelMatcher matcher : selection.matchers()) {
      if (matcher.field() != Field.LABEL) {
        sql.add("AND").add(condition(new Sql().add(matcher.field().column()), matcher));
      }
    }
    return sql;
  }

  /** On a column {@code label_set}; each after an AND. */
  static Sql ofLabelSet(Selection selection) {
    Sql sql = new Sql();
    for (LabelMatcher matcher : selection.matchers()) {
      if (matcher.field() == Field.LABEL) {
        sql.add("AND (label_set IN (SELECT id FROM label_sets WHERE")
            .add(condition(new Sql().add("labels[?]", matcher.label()), matcher))
            // The set without labels is not stored.
            .add(") OR label_set = 0 AND")
            .add(condition(new Sql().add("''"), matcher))
            .add(")");
      }
    }
    return sql;
  }

  private static Sql condition(Sql value, LabelMatcher matcher) {
    Sql sql = new Sql().add(matcher.operator().isNegative() ? "NOT" : "");
    List<String> values = matcher.values();
    if (matcher.operator().isRegex()) {
      return sql.add("match(").add(value).add(", ?)", anchored(values.getFirst()));
    }
    String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
    return sql.add(value).add("IN (" + marks + ")", values.toArray());
  }

  /** An expression that has to match the whole of a text. */
  static String anchored(String pattern) {
    return "^(?:" + pattern + ")$";
  }
}

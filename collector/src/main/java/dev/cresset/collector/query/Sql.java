package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A statement's text, which is ours alone, with the values its question marks stand for. */
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /**
   * Adds a line.
   *
   * @param line with a question mark for each value, never with a value itself
   */
  Sql add(String line, Object... lineValues) {
    text.append(line).append('\n');
    values.addAll(Arrays.asList(lineValues));
    return this;
  }

  Sql add(Sql other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /** The rows of all of some queries, of which there is at least one. */
  static Sql unionAll(List<Sql> queries) {
    Sql sql = new Sql();
    for (Sql query : queries) {
      sql.add(query == queries.getFirst() ? "" : "UNION ALL").add(query);
    }
    return sql;
  }

  String text() {
    return text.toString();
  }

  List<Object> values() {
    return values;
  }
}

package dev.cresset.collector.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The labels of a service's samples. */
final class LabelsQuery {
  private static final int MAX_VALUES = 1000;

  private final Database database;
  private final SelectionSql selections;

  LabelsQuery(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  List<LabelSummary> run(String service, Instant from, Instant to) {
    return database.query(
        new Sql()
            .add("SELECT name, text, samples, count() OVER (PARTITION BY name)")
            .add("FROM (SELECT label.1 AS name, label.2 AS text, sum(n) AS samples")
            .add("FROM (")
            .add(samplesByLabelSet(service, from, to))
            .add(") AS counts")
            .add("INNER JOIN (SELECT DISTINCT id, labels FROM label_sets) AS sets")
            .add("ON counts.label_set = sets.id")
            .add("ARRAY JOIN CAST(labels, 'Array(Tuple(String, String))') AS label")
            .add("GROUP BY name, text)")
            .add("ORDER BY name, samples DESC, text")
            .add("LIMIT " + MAX_VALUES + " BY name"),
        LabelsQuery::read);
  }

  /**
   * A sample is in a row of each of its family's types; one of them is enough to count it. Uploads
   * have no family: there each profile is one.
   */
  private Sql samplesByLabelSet(String service, Instant from, Instant to) {
    Sql where = selections.ofService(service).add(selections.between(from, to));
    Sql byNumber =
        new Sql()
            .add("SELECT dictionary, number, sum(n) AS counted FROM profiles FINAL")
            .add("ARRAY JOIN number AS number, samples AS n")
            .add(where)
            .add("AND (family, if(family = '', profile_id, ''), type) IN")
            .add("(SELECT family, if(family = '', profile_id, '') AS upload, min(type)")
            .add("FROM profiles")
            .add(where)
            .add("GROUP BY family, upload)")
            .add("GROUP BY dictionary, number");
    return new Sql()
        .add("SELECT label_set, sum(counted) AS n")
        .add(SelectionSql.fromPairs(byNumber, where))
        .add("GROUP BY label_set");
  }

  private static List<LabelSummary> read(ResultSet rows) throws SQLException {
    List<LabelSummary> labels = new ArrayList<>();
    List<LabelSummary.Value> values = new ArrayList<>();
    String name = null;
    long all = 0;
    while (rows.next()) {
      if (name != null && !name.equals(rows.getString(1))) {
        labels.add(new LabelSummary(name, List.copyOf(values), all - values.size()));
        values.clear();
      }
      name = rows.getString(1);
      all = rows.getLong(4);
      values.add(new LabelSummary.Value(rows.getString(2), rows.getLong(3)));
    }
    if (name != null) {
      labels.add(new LabelSummary(name, List.copyOf(values), all - values.size()));
    }
    return labels;
  }
}

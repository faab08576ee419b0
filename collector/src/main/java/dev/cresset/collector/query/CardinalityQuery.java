package dev.cresset.collector.query;

import dev.cresset.collector.pprof.Overflow;
import dev.cresset.collector.query.Cardinality.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many different things there are. */
final class CardinalityQuery {
  private static final String REMEDY = "Ask for a shorter time range.";

  private final Database database;
  private final SelectionSql selections;

  CardinalityQuery(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  Cardinality run(Instant from, Instant to) {
    Sql windows = selections.ofTenant().add(selections.between(from, to));
    return new Cardinality(services(windows), tables());
  }

  /** Duplicates count among profiles until they are merged away, so no FINAL. */
  private List<Cardinality.Service> services(Sql windows) {
    Map<String, Pairs> pairs = pairs(windows);
    Map<String, List<Label>> labels = labels(windows);
    List<Cardinality.Service> services = new ArrayList<>();
    database.forEachRow(
        new Sql()
            .add("SELECT service, uniqExact(release), uniqExact(environment), uniqExact(instance),")
            .add("uniqExact(type), count()")
            .add("FROM profiles")
            .add(windows)
            .add("GROUP BY service"),
        "services",
        REMEDY,
        row ->
            services.add(
                new Cardinality.Service(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    pairs.getOrDefault(row.getString(1), Pairs.NONE).stacks,
                    pairs.getOrDefault(row.getString(1), Pairs.NONE).otherStacks,
                    pairs.getOrDefault(row.getString(1), Pairs.NONE).labelSets,
                    labels.getOrDefault(row.getString(1), List.of()))));
    services.sort(
        Comparator.comparingLong(Cardinality.Service::stacks)
            .reversed()
            .thenComparing(Cardinality.Service::service));
    return services;
  }

  private Map<String, Pairs> pairs(Sql windows) {
    Map<String, Pairs> pairs = new HashMap<>();
    database.forEachRow(
        new Sql()
            .add("SELECT service, uniqExact(stack), countIf(stack = ?) > 0,", Overflow.STACK.id())
            .add("uniqExact(label_set)")
            .add(fromNumbers(windows))
            .add("GROUP BY service"),
        "services",
        REMEDY,
        row ->
            pairs.put(
                row.getString(1), new Pairs(row.getLong(2), row.getBoolean(3), row.getLong(4))));
    return pairs;
  }

  private Map<String, List<Label>> labels(Sql windows) {
    Map<String, List<Label>> labels = new HashMap<>();
    database.forEachRow(
        new Sql()
            .add("SELECT service, label.1 AS name, uniqExact(label.2) AS texts,")
            .add("max(label.2 = ?)", Overflow.OTHER)
            .add("FROM (SELECT DISTINCT service, label_set")
            .add(fromNumbers(windows))
            .add(") AS used INNER JOIN (SELECT DISTINCT id, labels FROM label_sets) AS sets")
            .add("ON used.label_set = sets.id")
            .add("ARRAY JOIN CAST(labels, 'Array(Tuple(String, String))') AS label")
            .add("GROUP BY service, name ORDER BY service, texts DESC, name"),
        "names of labels",
        REMEDY,
        row ->
            labels
                .computeIfAbsent(row.getString(1), service -> new ArrayList<>())
                .add(new Label(row.getString(2), row.getLong(3), row.getBoolean(4))));
    return labels;
  }

  /** What the numbers stand for that are in use in the dictionaries of these profiles. */
  private static Sql fromNumbers(Sql windows) {
    Sql dictionaries =
        new Sql().add("SELECT DISTINCT service, dictionary FROM profiles").add(windows);
    return new Sql()
        .add("FROM numbers INNER JOIN (")
        .add(dictionaries)
        .add(") AS used USING dictionary");
  }

  private List<Cardinality.Table> tables() {
    List<Cardinality.Table> tables = new ArrayList<>();
    database.forEachRow(
        new Sql()
            .add("SELECT table, sum(rows), sum(bytes_on_disk) AS bytes FROM system.parts")
            .add("WHERE database = currentDatabase() AND active GROUP BY table")
            .add("ORDER BY bytes DESC, table"),
        "tables",
        REMEDY,
        row -> tables.add(new Cardinality.Table(row.getString(1), row.getLong(2), row.getLong(3))));
    return tables;
  }

  private record Pairs(long stacks, boolean otherStacks, long labelSets) {
    static final Pairs NONE = new Pairs(0, false, 0);
  }
}

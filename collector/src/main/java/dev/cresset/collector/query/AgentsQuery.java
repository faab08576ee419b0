package dev.cresset.collector.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agents of a service; what was uploaded has none. */
final class AgentsQuery {
  private final Database database;
  private final SelectionSql selections;

  AgentsQuery(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  /** Those of which there is a profile in the range, by instance. */
  List<AgentSummary> run(String service, Instant from, Instant to) {
    // Duplicates do not matter here, so no FINAL.
    Sql sql =
        new Sql()
            .add("SELECT instance, release, environment, family,")
            .add("toUnixTimestamp64Milli(max(start)),")
            .add("argMax(period, (start, type)), argMax(comments, (start, type))")
            .add("FROM profiles")
            .add(selections.ofService(service))
            .add(selections.between(from, to))
            .add("AND family != ''")
            .add("GROUP BY instance, release, environment, family")
            .add("ORDER BY instance, release, environment, family");
    Map<List<String>, List<AgentSummary.Kind>> agents = new LinkedHashMap<>();
    database.forEachRow(
        sql,
        "kinds of profile by instances",
        "Ask for a shorter time range.",
        row -> agents.computeIfAbsent(agent(row), a -> new ArrayList<>()).add(kind(row)));
    return agents.entrySet().stream()
        .map(entry -> summary(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<String> agent(ResultSet row) throws SQLException {
    return List.of(row.getString(1), row.getString(2), row.getString(3));
  }

  private static AgentSummary.Kind kind(ResultSet row) throws SQLException {
    Object[] comments = (Object[]) row.getArray(7).getArray();
    return new AgentSummary.Kind(
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)),
        row.getLong(6),
        Arrays.stream(comments).map(String.class::cast).toList());
  }

  private static AgentSummary summary(List<String> agent, List<AgentSummary.Kind> kinds) {
    Instant lastSeen =
        kinds.stream().map(AgentSummary.Kind::lastSeen).max(Instant::compareTo).orElseThrow();
    return new AgentSummary(agent.get(0), agent.get(1), agent.get(2), lastSeen, kinds);
  }
}

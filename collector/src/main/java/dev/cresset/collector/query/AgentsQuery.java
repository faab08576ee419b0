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
    return database.query(sql, AgentsQuery::read);
  }

  private static List<AgentSummary> read(ResultSet rows) throws SQLException {
    Map<List<String>, List<AgentSummary.Kind>> agents = new LinkedHashMap<>();
    while (rows.next()) {
      List<String> agent = List.of(rows.getString(1), rows.getString(2), rows.getString(3));
      Object[] comments = (Object[]) rows.getArray(7).getArray();
      agents
          .computeIfAbsent(agent, a -> new ArrayList<>())
          .add(
              new AgentSummary.Kind(
                  rows.getString(4),
                  Instant.ofEpochMilli(rows.getLong(5)),
                  rows.getLong(6),
                  Arrays.stream(comments).map(String.class::cast).toList()));
    }
    return agents.entrySet().stream()
        .map(entry -> summary(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static AgentSummary summary(List<String> agent, List<AgentSummary.Kind> kinds) {
    Instant lastSeen =
        kinds.stream().map(AgentSummary.Kind::lastSeen).max(Instant::compareTo).orElseThrow();
    return new AgentSummary(agent.get(0), agent.get(1), agent.get(2), lastSeen, kinds);
  }
}

package dev.cresset.collector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes and changes tables, on as many servers as there are. */
final class Tables {
  private final Topology topology;
  private final Statement statement;
  private Place place;

  Tables(Topology topology, Statement statement) {
    this.topology = topology;
    this.statement = statement;
  }

  /** Runs a statement that is written for one server. */
  void execute(String sql) throws SQLException {
    if (place == null) {
      place = topology.place(statement);
    }
    for (String one : topology.statements(sql, place)) {
      statement.execute(one);
    }
  }

  /** How the table that has the rows was made; empty if there is none. */
  String definition(String table) throws SQLException {
    return text(
        "SELECT create_table_query FROM system.tables"
            + " WHERE database = currentDatabase() AND name = '"
            + topology.stored(table)
            + "'");
  }

  private String text(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}

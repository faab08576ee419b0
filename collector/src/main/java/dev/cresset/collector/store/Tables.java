package dev.cresset.collector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Makes and changes tables, on as many servers as there are. */
final class Tables {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

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

  /**
   * Waits until all parts of tables of the server that answers are as statements said.
   *
   * @return whether they are; false if that takes longer
   */
  boolean awaitChanges(Duration patience) throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!text("SELECT toString(count()) FROM system.mutations"
            + " WHERE database = currentDatabase() AND NOT is_done")
        .equals("0")) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }

  private String text(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}

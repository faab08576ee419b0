package dev.cresset.collector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Everything as it is written. */
final class OneServer implements Topology {
  @Override
  public void check(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT engine_full FROM system.tables WHERE database = currentDatabase()"
                + " AND name = 'profiles' AND engine = 'Distributed'")) {
      if (rows.next()) {
        throw new SQLException(
            "They are of a cluster, %s: name it by storage.cluster".formatted(rows.getString(1)));
      }
    }
  }

  @Override
  public Place place(Statement statement) {
    return new Place("", 1);
  }

  @Override
  public List<String> statements(String sql, Place place) {
    return List.of(sql);
  }

  @Override
  public String stored(String table) {
    return table;
  }

  @Override
  public String everywhere(String systemTable) {
    return systemTable;
  }

  @Override
  public boolean isAll(long sent, long written) {
    return written == sent;
  }

  @Override
  public String onCluster() {
    return "";
  }
}

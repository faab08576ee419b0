package dev.cresset.collector.rollup;

import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Inserts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Runs the job's statements, in little memory: queries of people come first. */
final class RollupDatabase {
  private static final String SETTINGS =
      "\nSETTINGS do_not_merge_across_partitions_select_final = 1, max_threads = 1,"
          + " max_memory_usage = 402653184, max_bytes_before_external_group_by = 134217728,"
          + " max_execution_time = 300";

  private final ClickHouse clickHouse;

  RollupDatabase(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  <T> T query(String sql, List<?> values, Reader<T> reader) throws SQLException {
    try (Connection connection = clickHouse.connection();
        PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      return reader.read(rows);
    }
  }

  void execute(String sql, List<?> values) throws SQLException {
    try (Connection connection = clickHouse.connection();
        PreparedStatement statement = prepared(connection, sql, values)) {
      statement.execute();
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, List<?> values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql + SETTINGS);
    bind(statement, values);
    return statement;
  }

  /** Inserts rows with all columns of the table, in its order. */
  void insert(String table, Collection<? extends List<?>> rows) throws SQLException {
    int columns = rows.iterator().next().size();
    String sql = "INSERT INTO " + table + " VALUES (" + "?,".repeat(columns - 1) + "?)";
    try (Connection connection = clickHouse.connection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      for (List<?> row : rows) {
        bind(insert, row);
        insert.addBatch();
      }
      Inserts.send(insert, table, rows.size(), clickHouse.topology());
    }
  }

  private static void bind(PreparedStatement statement, List<?> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }
}

package dev.cresset.collector.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Of how many servers the storage is. Everything is written for one server; what a cluster has to
 * be told instead is decided here and nowhere else. Queries and inserts are the same for both.
 */
public interface Topology {
  /** The embedded engine, or one server with everything. */
  Topology ONE_SERVER = new OneServer();

  /**
   * Refuses tables that were made for something else.
   *
   * @throws SQLException if they were, with what to change
   */
  void check(Statement statement) throws SQLException;

  /** Where tables are to be made. */
  Place place(Statement statement) throws SQLException;

  /** What to run instead of a statement that makes or changes a table or view. */
  List<String> statements(String sql, Place place);

  /** The table, as {@code system.tables} and {@code system.parts} name what its rows are in. */
  String stored(String table);

  /** What to select from to see a table like {@code system.disks} of every server. */
  String everywhere(String systemTable);

  /** Whether an insert is whole by the number of rows that are said to be written. */
  boolean isAll(long sent, long written);

  /** What is put behind {@code KILL QUERY} to reach every server; begins with a space. */
  String onCluster();
}

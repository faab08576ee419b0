package dev.cresset.collector.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Ends inserts of rows that were prepared as a batch. */
public final class Inserts {
  private Inserts() {}

  /**
   * Sends the rows.
   *
   * @param rows how many were added
   * @throws SQLException if they are not stored, or not all of them
   */
  public static void send(PreparedStatement insert, String table, long rows, Topology topology)
      throws SQLException {
    // What executeBatch() does as well; but that only tells whether the number is the same.
    long written = insert.executeLargeUpdate();
    if (!topology.isAll(rows, written)) {
      throw new SQLException(
          "ClickHouse wrote %d of the %d rows of an insert into %s"
              .formatted(written, rows, table));
    }
  }
}

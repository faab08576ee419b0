package dev.cresset.collector.move;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.clickhouse.jdbc.ConnectionImpl;
import dev.cresset.collector.store.ClickHouse;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One end of a move: rows go in and out as streams, so that memory does not depend on them. */
final class Storage {
  private final ClickHouse clickHouse;

  Storage(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** The first column of a short result. */
  List<String> column(String sql) throws SQLException {
    return clickHouse.column(sql);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  interface Reader<T> {
    T read(InputStream rows) throws IOException, SQLException;
  }

  @SuppressWarnings("try") // A response can say that its closing was interrupted.
  <T> T read(String sql, Reader<T> reader) throws IOException, SQLException {
    QuerySettings settings =
        new QuerySettings()
            .setFormat(ClickHouseFormat.RowBinary)
            // However long it takes; in little memory, as rows of profiles are wide.
            .serverSetting("max_execution_time", "0")
            .serverSetting("max_threads", "1")
            .serverSetting("max_block_size", "4096")
            .serverSetting("max_bytes_before_external_sort", "134217728");
    try (Connection connection = clickHouse.connection();
        QueryResponse response = client(connection).query(sql, settings).get();
        InputStream rows = response.getInputStream()) {
      return reader.read(rows);
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (ClickHouseException e) {
      throw new SQLException(e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (SQLException | IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Inserts rows as they arrive. */
  void insert(String table, List<String> columns, InputStream rows) throws SQLException {
    InsertSettings settings =
        new InsertSettings()
            .serverSetting("max_execution_time", "0")
            .serverSetting("max_insert_block_size", "8192");
    try (Connection connection = clickHouse.connection();
        InsertResponse response =
            client(connection)
                .insert(table, columns, rows, ClickHouseFormat.RowBinary, settings)
                .get()) {
      // How many were written is compared afterwards, row by row.
      response.getWrittenRows();
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (ClickHouseException e) {
      throw new SQLException(e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Client client(Connection connection) throws SQLException {
    return connection.unwrap(ConnectionImpl.class).getClient();
  }

  private static SQLException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SQLException("Interrupted", e);
  }
}

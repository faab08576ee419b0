package dev.cresset.collector.query;

import com.clickhouse.client.api.ClickHouseException;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.store.ClickHouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements within limits, and says in our words why one failed. Many threads. */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Pattern CODE = Pattern.compile("Code: (\\d+)");

  /** ClickHouse's codes. */
  private static final int TIMEOUT_EXCEEDED = 159;

  private static final int TOO_MANY_QUERIES = 202;
  private static final int MEMORY_LIMIT_EXCEEDED = 241;
  private static final int CANNOT_COMPILE_REGEXP = 427;

  /** What RE2 says, in the middle of what ClickHouse says; without what part of the text it is. */
  private static final Pattern REGEXP_ERROR =
      Pattern.compile("error: (.*?)(?:: .*)?\\. Look at https", Pattern.DOTALL);

  private final ClickHouse clickHouse;
  private final QueryLimits limits;
  private final String settings;

  Database(ClickHouse clickHouse, QueryLimits limits) {
    this.clickHouse = clickHouse;
    this.limits = limits;
    // Copies of a profile have the same start, so they are in the same partition.
    this.settings =
        ("SETTINGS do_not_merge_across_partitions_select_final = 1,"
                + " max_execution_time = %d, max_memory_usage = %d")
            .formatted(limits.time().toSeconds(), limits.memory());
  }

  QueryLimits limits() {
    return limits;
  }

  /** Reads what a query yields while it arrives. */
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /**
   * Runs a query.
   *
   * @throws QueryException if it breaks a limit, if ClickHouse cannot be reached, or if the thread
   *     is interrupted, which ends the query in ClickHouse, too
   */
  <T> T query(Sql sql, Reader<T> reader) {
    return query(sql, settings, reader);
  }

  /** Runs a query as {@link #query} does, of so few rows that a second thread would only cost. */
  <T> T queryFew(Sql sql, Reader<T> reader) {
    return query(sql, settings + ", max_threads = 1", reader);
  }

  private <T> T query(Sql sql, String with, Reader<T> reader) {
    String mark = "cresset-" + UUID.randomUUID();
    String text = sql.text() + with + ", log_comment = '" + mark + "'";
    try (Connection connection = clickHouse.connection();
        PreparedStatement statement = connection.prepareStatement(text)) {
      List<Object> values = sql.values();
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return reader.read(rows);
      }
    } catch (SQLException | ClickHouseException e) {
      // The driver lets some of its client's own go, such as for a connection that breaks.
      if (Thread.interrupted()) {
        kill(mark);
        throw QueryException.cancelled(e);
      }
      throw explained(e);
    }
  }

  /**
   * Ends a query, if it is still running. An id of its own would do as well, if the embedded engine
   * took one.
   */
  private void kill(String mark) {
    try (Connection connection = clickHouse.connection();
        PreparedStatement statement =
            connection.prepareStatement(
                "KILL QUERY"
                    + clickHouse.topology().onCluster()
                    + " WHERE Settings['log_comment'] = '"
                    + mark
                    + "' ASYNC")) {
      statement.execute();
    } catch (SQLException | ClickHouseException e) {
      LOG.warn("A query that nobody waits for goes on until {} s are over", limits.time(), e);
    }
  }

  /** Takes one row. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /**
   * Reads an answer of no more than {@link QueryLimits#rows}.
   *
   * @param what the rows are, such as {@code points of the series}
   * @param remedy a sentence: what to ask instead of too many
   */
  void forEachRow(Sql sql, String what, String remedy, RowReader reader) {
    query(
        sql,
        rows -> {
          for (int count = 0; rows.next(); count++) {
            if (count >= limits.rows()) {
              throw QueryException.tooLarge(
                  new Limit("query.max-rows", limits.rows()),
                  "There are more than " + limits.rows() + " " + what,
                  remedy,
                  null);
            }
            reader.read(rows);
          }
          return null;
        });
  }

  private RuntimeException explained(Exception e) {
    if (e instanceof SQLTimeoutException) {
      return tooSlow(e);
    }
    return switch (code(e)) {
      // No word from ClickHouse: the connection broke.
      case 0, TOO_MANY_QUERIES ->
          new QueryException(
              Reason.UNAVAILABLE, "The storage cannot be reached now: " + e.getMessage(), e);
      case TIMEOUT_EXCEEDED -> tooSlow(e);
      case CANNOT_COMPILE_REGEXP -> new QueryException(Reason.INVALID, regexpError(e), e);
      case MEMORY_LIMIT_EXCEEDED ->
          QueryException.tooLarge(
              new Limit("query.max-memory", limits.memory()),
              "The query needed more memory in ClickHouse than " + (limits.memory() >> 20) + " MiB",
              "Ask for a shorter time range, or for one release or instance.",
              e);
      default -> new IllegalStateException("ClickHouse: " + e.getMessage(), e);
    };
  }

  private QueryException tooSlow(Exception e) {
    return QueryException.tooLarge(
        new Limit("query.max-seconds", limits.time().toSeconds()),
        "The query took longer than " + limits.time().toSeconds() + " s in ClickHouse",
        "Ask for a shorter time range, or for one release or instance.",
        e);
  }

  private static String regexpError(Exception e) {
    Matcher error = REGEXP_ERROR.matcher(e.getMessage());
    return error.find() ? error.group(1) : e.getMessage();
  }

  private static int code(Exception e) {
    Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
    return code.find() ? Integer.parseInt(code.group(1)) : 0;
  }
}

package dev.cresset.collector.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, as the files in {@code migrations} make them, one after the other. Two servers may do
 * so at once: each statement is harmless if it was run before, so no lock is needed.
 */
public final class Schema {
  /** In the order in which they are applied. A file that was released is never changed. */
  static final List<String> MIGRATIONS =
      List.of(
          "V001__profiles.sql",
          "V002__views.sql",
          "V003__rollups.sql",
          "V004__debug_info.sql",
          "V005__ages.sql",
          "V006__deleted_for_room.sql",
          "V007__sums_by_sql.sql");

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final Pattern COMMENT = Pattern.compile("--.*");
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";[ \\t]*(?:\\n|$)");

  private static final String LEDGER =
      """
      CREATE TABLE IF NOT EXISTS migrations
      (version UInt32, file String, applied DateTime64(3, 'UTC') MATERIALIZED now64(3))
      ENGINE = ReplacingMergeTree ORDER BY version
      SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1
      """;

  private Schema() {}

  /**
   * Brings the tables to what this server needs.
   *
   * @throws SQLException if ClickHouse does not want to, or the tables are of a newer server, or of
   *     one from before there were migrations
   */
  public static void migrate(ClickHouse clickHouse, Retention retention) throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      Tables tables = new Tables(clickHouse.topology(), statement);
      clickHouse.topology().check(statement);
      checkAge(statement);
      if (number(statement, "EXISTS TABLE migrations") == 0) {
        tables.execute(LEDGER);
      }
      int applied = number(statement, "SELECT max(version) FROM migrations");
      if (applied > MIGRATIONS.size()) {
        throw new SQLException(
            "They are of a newer server (version %d, and this one knows %d): start that one, or one newer still"
                .formatted(applied, MIGRATIONS.size()));
      }
      for (int version = applied + 1; version <= MIGRATIONS.size(); version++) {
        apply(tables, version);
      }
      retention.apply(tables);
    }
  }

  private static void checkAge(Statement statement) throws SQLException {
    String old =
        "SELECT count() FROM system.columns"
            + " WHERE database = currentDatabase() AND table = 'profiles'"
            + " AND (name = 'stack_id' OR name = 'number' AND default_kind != 'ALIAS')";
    if (number(statement, old) != 0) {
      throw new SQLException(
          "They are of a Cresset from before its first release, which this one cannot read:"
              + " name another data folder or database, or delete the old one");
    }
  }

  private static void apply(Tables tables, int version) throws SQLException {
    String file = MIGRATIONS.get(version - 1);
    for (String sql : statements(file)) {
      tables.execute(sql);
    }
    // Its name is ours: nothing to escape.
    tables.execute(
        "INSERT INTO migrations (version, file) VALUES (" + version + ", '" + file + "')");
    LOG.info("The storage's tables are migrated by {}", file);
  }

  private static int number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  static List<String> statements(String file) {
    String text = COMMENT.matcher(resource("migrations/" + file)).replaceAll("");
    return Arrays.stream(END_OF_STATEMENT.split(text))
        .map(String::strip)
        .filter(sql -> !sql.isEmpty())
        .toList();
  }

  private static String resource(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

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

/** The tables, as {@code schema.sql} has them. */
public final class Schema {
  private static final Pattern COMMENT = Pattern.compile("--.*");
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";[ \\t]*(?:\\n|$)");

  private Schema() {}

  /**
   * Creates what is not there yet.
   *
   * @param retentionDays after how many days a profile is deleted
   */
  public static void create(ClickHouse clickHouse, int retentionDays) throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements()) {
        statement.execute(sql);
      }
      retain(statement, retentionDays);
    }
  }

  private static void retain(Statement statement, int days) throws SQLException {
    String ttl = "toDateTime(start) + toIntervalDay(" + days + ")";
    if (!definition(statement).contains("TTL " + ttl + " ")) {
      statement.execute("ALTER TABLE profiles MODIFY TTL " + ttl);
    }
  }

  private static String definition(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT create_table_query FROM system.tables"
                + " WHERE database = currentDatabase() AND name = 'profiles'")) {
      rows.next();
      return rows.getString(1);
    }
  }

  static List<String> statements() {
    String text = COMMENT.matcher(resource("schema.sql")).replaceAll("");
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

package dev.cresset.collector.embedded;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of SQL as the HTTP front has to understand to hand a statement to the engine. */
final class SqlText {
  private static final Pattern SPACE_AND_COMMENTS =
      Pattern.compile("(?:\\s+|--[^\n]*(?:\n|$)|/\\*.*?\\*/)*+", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
  private static final Pattern TRAILING_FORMAT =
      Pattern.compile("\\sFORMAT\\s+(\\w+)\\s*;?\\s*$", Pattern.CASE_INSENSITIVE);

  /** INSERT INTO table (columns), then VALUES or FORMAT name, then data. */
  private static final Pattern INSERT_HEAD =
      Pattern.compile(
          "(\\s*INSERT\\s+INTO\\s+(?:TABLE\\s+)?[\\w.`\"]+\\s*(?:\\([\\w.`\",\\s]*\\))?)"
              + "\\s*\\b(?:(VALUES)\\b|FORMAT\\s+(\\w+))",
          Pattern.CASE_INSENSITIVE);

  /** The engine streams the results of these only. */
  private static final Set<String> STREAMED = Set.of("SELECT", "WITH");

  private SqlText() {}

  /** Whether the result can be long, and can be streamed. */
  static boolean isStreamed(String sql) {
    Matcher head = SPACE_AND_COMMENTS.matcher(sql);
    int start = head.lookingAt() ? head.end() : 0;
    while (start < sql.length() && sql.charAt(start) == '(') {
      start++;
    }
    Matcher word = WORD.matcher(sql).region(start, sql.length());
    return word.lookingAt() && STREAMED.contains(word.group().toUpperCase(Locale.ROOT));
  }

  /** The format a statement asks for by itself. */
  static Optional<String> format(String sql) {
    Matcher matcher = TRAILING_FORMAT.matcher(sql);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Takes an INSERT with data apart; empty for every other statement, INSERT … SELECT too. */
  static Optional<Insert> insert(String sql) {
    Matcher matcher = INSERT_HEAD.matcher(sql);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String format = matcher.group(2) == null ? matcher.group(3) : "Values";
    return Optional.of(new Insert(matcher.group(1), format, sql.substring(matcher.end())));
  }

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /**
   * @param head the statement up to where the data's format is named
   * @param data what follows in the same text
   */
  record Insert(String head, String format, String data) {}
}

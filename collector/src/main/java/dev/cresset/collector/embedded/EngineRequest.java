package dev.cresset.collector.embedded;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request of ClickHouse's HTTP interface, without its body.
 *
 * @param query the statement, or the part of it that is in the address
 * @param format of the result, where the statement does not say
 * @param settings to run it with
 * @param parameters values of its placeholders
 */
record EngineRequest(
    String query, String format, Map<String, String> settings, Map<String, String> parameters) {
  private static final String PARAMETER = "param_";
  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9_]*");

  /** What is about the connection, and what has no meaning with a single user. */
  private static final Set<String> NOT_SETTINGS =
      Set.of(
          "query",
          "default_format",
          "database",
          "query_id",
          "user",
          "password",
          "session_id",
          "role",
          "enable_http_compression",
          "client_protocol_version");

  static EngineRequest of(HttpExchange exchange) {
    Map<String, String> address = decode(exchange.getRequestURI().getRawQuery());
    refuseCompression(address);
    Headers headers = exchange.getRequestHeaders();
    requireDatabase(address.getOrDefault("database", headers.getFirst("X-ClickHouse-Database")));
    String preferred = headers.getFirst("X-ClickHouse-Format");
    return new EngineRequest(
        address.getOrDefault("query", ""),
        address.getOrDefault("default_format", preferred == null ? "TabSeparated" : preferred),
        settings(address),
        parameters(address));
  }

  private static Map<String, String> settings(Map<String, String> address) {
    Map<String, String> settings = new LinkedHashMap<>();
    address.forEach((name, value) -> {
      if (!NOT_SETTINGS.contains(name) && !name.startsWith(PARAMETER)) {
        if (!SETTING.matcher(name).matches()) {
          throw new EngineException("Code: 115. DB::Exception: Unknown setting " + name);
        }
        settings.put(name, value);
      }
    });
    return settings;
  }

  private static Map<String, String> parameters(Map<String, String> address) {
    Map<String, String> parameters = new LinkedHashMap<>();
    address.forEach((name, value) -> {
      if (name.startsWith(PARAMETER)) {
        parameters.put(name.substring(PARAMETER.length()), value);
      }
    });
    return parameters;
  }

  private static void refuseCompression(Map<String, String> address) {
    for (String name : Set.of("compress", "decompress")) {
      String value = address.remove(name);
      if (value != null && !value.equals("0") && !value.equals("false")) {
        throw new EngineException(
            "Code: 48. DB::Exception: The embedded engine does not compress: leave out " + name);
      }
    }
  }

  private static void requireDatabase(String database) {
    if (database != null && !database.isEmpty() && !database.equals("default")) {
      throw new EngineException(
          "Code: 81. DB::Exception: The embedded engine has only the database default, not "
              + database);
    }
  }

  private static Map<String, String> decode(String rawQuery) {
    Map<String, String> decoded = new LinkedHashMap<>();
    if (rawQuery != null) {
      for (String pair : rawQuery.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          decoded.put(unescape(pair.substring(0, equals)), unescape(pair.substring(equals + 1)));
        }
      }
    }
    return decoded;
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

package dev.cresset.systemtests;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A table of functions.
 *
 * @param rows by function
 */
record Top(String unit, long total, Map<String, Row> rows) {
  private static final Row NONE = new Row(0, 0, 0, "");

  /**
   * @param self value of the stack traces the function is the leaf of
   * @param total value of the stack traces the function is on
   * @param samples how many samples that stands for
   * @param kind of code
   */
  record Row(long self, long total, long samples, String kind) {}

  static Top of(JsonNode json) {
    Map<String, Row> rows = new HashMap<>();
    for (JsonNode row : json.get("rows")) {
      rows.put(
          row.get("function").asString(),
          new Row(
              row.get("self").asLong(),
              row.get("total").asLong(),
              row.get("samples").asLong(),
              row.get("kind").asString()));
    }
    return new Top(json.get("unit").asString(), json.get("total").asLong(), rows);
  }

  /** 0 for a function that is not there. */
  long total(String function) {
    return rows.getOrDefault(function, NONE).total;
  }

  /** 0 for a function that is not there. */
  long self(String function) {
    return rows.getOrDefault(function, NONE).self;
  }

  /** Empty for a function that is not there. */
  String kind(String function) {
    return rows.getOrDefault(function, NONE).kind;
  }

  /** 0 for a function that is not there. */
  long samples(String function) {
    return rows.getOrDefault(function, NONE).samples;
  }
}

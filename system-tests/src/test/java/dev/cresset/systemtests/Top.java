package dev.cresset.systemtests;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A table of functions.
 *
 * @param totals by function, of the stack traces it is on
 */
record Top(String unit, long total, Map<String, Long> totals) {
  static Top of(JsonNode json) {
    Map<String, Long> totals = new HashMap<>();
    for (JsonNode row : json.get("rows")) {
      totals.merge(row.get("function").asString(), row.get("total").asLong(), Long::sum);
    }
    return new Top(json.get("unit").asString(), json.get("total").asLong(), totals);
  }

  /** 0 for a function that is not there. */
  long total(String function) {
    return totals.getOrDefault(function, 0L);
  }
}

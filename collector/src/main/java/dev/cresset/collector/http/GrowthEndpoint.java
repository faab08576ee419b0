package dev.cresset.collector.http;

import dev.cresset.collector.query.Growth;
import dev.cresset.collector.query.ProfileQueries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/growth}. */
final class GrowthEndpoint implements Endpoint {
  private static final int DEFAULT_LIMIT = 100;

  private final ProfileQueries queries;
  private final SelectionParameters selections;

  GrowthEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/growth";
  }

  @Override
  public List<String> parameters() {
    return SelectionParameters.names("by", "limit");
  }

  @Override
  public void answer(Call call) throws IOException {
    int limit = call.parameters().integer("limit", DEFAULT_LIMIT, 1, Integer.MAX_VALUE);
    boolean byStack = isByStack(call.parameters());
    Growth growth = queries.growth(selections.selection(call.parameters()), byStack);
    int shown = Math.min(limit, growth.rows().size());
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("unit", growth.unit());
      json.writeNumberProperty("windows", growth.windows());
      json.writeArrayPropertyStart("rows");
      growth.rows().subList(0, shown).forEach(row -> write(json, row));
      json.writeEndArray();
      json.writeNumberProperty("omitted", growth.rows().size() - shown);
      json.writeEndObject();
    }
  }

  private static boolean isByStack(Parameters parameters) {
    String by = parameters.get("by").orElse("site");
    if (!by.equals("site") && !by.equals("stack")) {
      throw new BadParameterException("by", "by is '" + by + "'; it can be 'site' or 'stack'.");
    }
    return by.equals("stack");
  }

  private static void write(JsonGenerator json, Growth.Row row) {
    json.writeStartObject();
    json.writeStringProperty("class", row.className());
    json.writeStringProperty("allocator", row.allocator());
    json.writeStringProperty("function", row.function());
    json.writeStringProperty("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("perHour", row.perHour());
    json.writeNumberProperty("share", row.share());
    json.writeNumberProperty("inUse", row.inUse());
    json.writeNumberProperty("pValue", row.pValue());
    json.writeNumberProperty("instances", row.instances());
    json.writeArrayPropertyStart("stack");
    row.stack().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }
}

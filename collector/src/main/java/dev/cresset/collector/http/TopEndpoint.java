package dev.cresset.collector.http;

import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.TopTable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/top}. */
final class TopEndpoint implements Endpoint {
  private final ProfileQueries queries;
  private final SelectionParameters selections;

  TopEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/top";
  }

  @Override
  public List<String> parameters() {
    return SelectionParameters.namesAndFrames("by", "limit");
  }

  @Override
  public void answer(Call call) throws IOException {
    int limit = call.parameters().integer("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    TopTable top = queries.top(selections.selectionAndFrames(call.parameters()));
    int shown = Math.min(limit, top.rows().size());
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("unit", top.unit());
      json.writeNumberProperty("total", top.total());
      json.writeArrayPropertyStart("rows");
      top.rows().subList(0, shown).forEach(row -> write(json, row));
      json.writeEndArray();
      json.writeNumberProperty("omitted", top.rows().size() - shown);
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, TopTable.Row row) {
    json.writeStartObject();
    json.writeStringProperty("function", row.function());
    json.writeStringProperty("kind", Kinds.name(row.kind()));
    json.writeNumberProperty("self", row.self());
    json.writeNumberProperty("total", row.total());
    json.writeNumberProperty("samples", row.samples());
    json.writeEndObject();
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.FunctionCalls;
import dev.cresset.collector.query.ProfileQueries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/calls}. */
final class CallsEndpoint implements Endpoint {
  private static final int DEFAULT_NODES = 20_000;
  private static final int MAX_NODES = 4_000_000;

  private final ProfileQueries queries;
  private final SelectionParameters selections;

  CallsEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/calls";
  }

  @Override
  public List<String> parameters() {
    return SelectionParameters.namesAndFrames("by", "function", "limit", "maxNodes");
  }

  @Override
  public void answer(Call call) throws IOException {
    Parameters parameters = call.parameters();
    int maxNodes = parameters.integer("maxNodes", DEFAULT_NODES, 1, MAX_NODES);
    int limit = parameters.integer("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    FunctionCalls calls =
        queries.calls(
            selections.selectionAndFrames(parameters),
            parameters.required("function", "function=Shop.serve"),
            maxNodes);
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("type", calls.type());
      json.writeStringProperty("unit", calls.unit());
      json.writeNumberProperty("all", calls.all());
      json.writeStringProperty("function", calls.function());
      json.writeStringProperty("kind", Kinds.name(calls.kind()));
      json.writeNumberProperty("self", calls.self());
      json.writeNumberProperty("total", calls.total());
      json.writeNumberProperty("samples", calls.samples());
      write(json, "callers", calls.callers(), limit, calls.callerTree());
      write(json, "callees", calls.callees(), limit, calls.calleeTree());
      json.writeEndObject();
    }
  }

  private static void write(
      JsonGenerator json, String name, List<FunctionCalls.Call> rows, int limit, FlameTree tree) {
    int shown = Math.min(limit, rows.size());
    json.writeObjectPropertyStart(name);
    json.writeArrayPropertyStart("rows");
    for (FunctionCalls.Call row : rows.subList(0, shown)) {
      json.writeStartObject();
      json.writeStringProperty("function", row.function());
      json.writeStringProperty("kind", Kinds.name(row.kind()));
      json.writeNumberProperty("value", row.value());
      json.writeNumberProperty("samples", row.samples());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("omitted", rows.size() - shown);
    FlameTreeJson.writeNodes(json, tree);
    json.writeEndObject();
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.AgentSummary;
import dev.cresset.collector.query.ProfileQueries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/agents}. */
final class AgentsEndpoint implements Endpoint {
  private final ProfileQueries queries;
  private final SelectionParameters selections;

  AgentsEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/agents";
  }

  @Override
  public List<String> parameters() {
    return List.of("service", "from", "to");
  }

  @Override
  public void answer(Call call) throws IOException {
    SelectionParameters.Range range = selections.range(call.parameters());
    List<AgentSummary> agents =
        queries.agents(
            call.parameters().required("service", "service=shop"), range.from(), range.to());
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("agents");
      agents.forEach(agent -> write(json, agent));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, AgentSummary agent) {
    json.writeStartObject();
    json.writeStringProperty("instance", agent.instance());
    json.writeStringProperty("release", agent.release());
    json.writeStringProperty("environment", agent.environment());
    Json.time(json, "lastSeen", agent.lastSeen());
    json.writeArrayPropertyStart("kinds");
    for (AgentSummary.Kind kind : agent.kinds()) {
      json.writeStartObject();
      json.writeStringProperty("family", kind.family());
      Json.time(json, "lastSeen", kind.lastSeen());
      json.writeNumberProperty("period", kind.period());
      Json.strings(json, "comments", kind.comments());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.LabelSummary;
import dev.cresset.collector.query.ProfileQueries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/labels}. */
final class LabelsEndpoint implements Endpoint {
  private final ProfileQueries queries;
  private final SelectionParameters selections;

  LabelsEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/labels";
  }

  @Override
  public List<String> parameters() {
    return List.of("service", "from", "to");
  }

  @Override
  public void answer(Call call) throws IOException {
    SelectionParameters.Range range = selections.range(call.parameters());
    List<LabelSummary> labels =
        queries.labels(
            call.parameters().required("service", "service=shop"), range.from(), range.to());
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("labels");
      labels.forEach(label -> write(json, label));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, LabelSummary label) {
    json.writeStartObject();
    json.writeStringProperty("name", label.name());
    json.writeArrayPropertyStart("values");
    for (LabelSummary.Value value : label.values()) {
      json.writeStartObject();
      json.writeStringProperty("value", value.value());
      json.writeNumberProperty("samples", value.samples());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("omitted", label.omitted());
    json.writeEndObject();
  }
}

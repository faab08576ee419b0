package dev.cresset.collector.http;

import dev.cresset.collector.query.Cardinality;
import dev.cresset.collector.query.ProfileQueries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/cardinality}. */
final class CardinalityEndpoint implements Endpoint {
  private final ProfileQueries queries;
  private final SelectionParameters selections;

  CardinalityEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/cardinality";
  }

  @Override
  public List<String> parameters() {
    return List.of("from", "to");
  }

  @Override
  public void answer(Call call) throws IOException {
    SelectionParameters.Range range = selections.range(call.parameters());
    Cardinality cardinality = queries.cardinality(range.from(), range.to());
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("services");
      cardinality.services().forEach(service -> write(json, service));
      json.writeEndArray();
      json.writeArrayPropertyStart("tables");
      for (Cardinality.Table table : cardinality.tables()) {
        json.writeStartObject();
        json.writeStringProperty("table", table.table());
        json.writeNumberProperty("rows", table.rows());
        json.writeNumberProperty("bytes", table.bytes());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Cardinality.Service service) {
    json.writeStartObject();
    json.writeStringProperty("service", service.service());
    json.writeNumberProperty("releases", service.releases());
    json.writeNumberProperty("environments", service.environments());
    json.writeNumberProperty("instances", service.instances());
    json.writeNumberProperty("types", service.types());
    json.writeNumberProperty("profiles", service.profiles());
    json.writeNumberProperty("stacks", service.stacks());
    json.writeBooleanProperty("otherStacks", service.otherStacks());
    json.writeNumberProperty("labelSets", service.labelSets());
    json.writeArrayPropertyStart("labels");
    for (Cardinality.Label label : service.labels()) {
      json.writeStartObject();
      json.writeStringProperty("name", label.name());
      json.writeNumberProperty("values", label.values());
      json.writeBooleanProperty("other", label.other());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.ServiceSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/services}. */
final class ServicesEndpoint implements Endpoint {
  private final ProfileQueries queries;

  ServicesEndpoint(ProfileQueries queries) {
    this.queries = queries;
  }

  @Override
  public String path() {
    return "/api/v1/services";
  }

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public void answer(Call call) throws IOException {
    List<ServiceSummary> services = queries.services();
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("services");
      services.forEach(service -> write(json, service));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, ServiceSummary service) {
    json.writeStartObject();
    json.writeStringProperty("service", service.service());
    json.writeArrayPropertyStart("releases");
    for (ServiceSummary.Release release : service.releases()) {
      json.writeStartObject();
      json.writeStringProperty("release", release.release());
      Json.time(json, "firstSeen", release.firstSeen());
      Json.time(json, "lastSeen", release.lastSeen());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("types");
    for (ServiceSummary.Type type : service.types()) {
      json.writeStartObject();
      json.writeStringProperty("type", type.type());
      json.writeStringProperty("unit", type.unit());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.strings(json, "environments", service.environments());
    Json.strings(json, "instances", service.instances());
    Json.time(json, "firstSeen", service.firstSeen());
    Json.time(json, "lastSeen", service.lastSeen());
    json.writeEndObject();
  }
}

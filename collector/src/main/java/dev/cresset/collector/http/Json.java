package dev.cresset.collector.http;

import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON as it is made. Numbers have all their digits; see docs/api.md. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static JsonGenerator to(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
  }

  static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  /** Milliseconds since the epoch, which {@code from} and {@code to} take as well. */
  static void time(JsonGenerator json, String name, Instant time) {
    json.writeNumberProperty(name, time.toEpochMilli());
  }

  /** JSON has no word for a number that is not known. */
  static void number(JsonGenerator json, String name, double value) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, value);
    } else {
      json.writeNullProperty(name);
    }
  }
}

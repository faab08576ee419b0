package dev.cresset.collector.http;

import dev.cresset.collector.query.FlameTree;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * A flame graph for <a
 * href="https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources">speedscope</a>.
 */
final class SpeedscopeFile {
  private SpeedscopeFile() {}

  static void write(FlameTree tree, String service, OutputStream out) {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("$schema", "https://www.speedscope.app/file-format-schema.json");
      json.writeStringProperty("exporter", "cresset");
      json.writeStringProperty("name", service + " " + tree.type());
      json.writeObjectPropertyStart("shared");
      json.writeArrayPropertyStart("frames");
      for (String function : tree.functions()) {
        json.writeStartObject();
        json.writeStringProperty("name", function);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeArrayPropertyStart("profiles");
      profile(json, tree, service);
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void profile(JsonGenerator json, FlameTree tree, String service) {
    json.writeStartObject();
    json.writeStringProperty("type", "sampled");
    json.writeStringProperty("name", service + " " + tree.type());
    json.writeStringProperty("unit", unit(tree.unit()));
    json.writeNumberProperty("startValue", 0);
    json.writeNumberProperty("endValue", tree.total()[0]);
    json.writeArrayPropertyStart("samples");
    TreePaths.forEach(tree, (functions, value) -> json.writeArray(functions, 0, functions.length));
    json.writeEndArray();
    json.writeArrayPropertyStart("weights");
    TreePaths.forEach(tree, (functions, value) -> json.writeNumber(value));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String unit(String unit) {
    return switch (unit) {
      case "nanoseconds", "microseconds", "milliseconds", "seconds", "bytes" -> unit;
      default -> "none";
    };
  }
}

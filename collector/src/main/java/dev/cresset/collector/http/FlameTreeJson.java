package dev.cresset.collector.http;

import dev.cresset.collector.query.FlameTree;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/** A flame graph as JSON: names once, nodes as {@code [parent, name, self, total]}. */
final class FlameTreeJson {
  private FlameTreeJson() {}

  static void write(FlameTree tree, OutputStream out) {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("type", tree.type());
      json.writeStringProperty("unit", tree.unit());
      json.writeNumberProperty("total", tree.total()[0]);
      json.writeNumberProperty("samples", tree.samples()[0]);
      writeNodes(json, tree);
      json.writeEndObject();
    }
  }

  /** The members of an object that are the tree itself. */
  static void writeNodes(JsonGenerator json, FlameTree tree) {
    Json.strings(json, "names", tree.functions());
    Kinds.write(json, tree.kinds());
    json.writeArrayPropertyStart("nodes");
    for (int node = 0; node < tree.size(); node++) {
      json.writeStartArray();
      json.writeNumber(tree.parent()[node]);
      json.writeNumber(tree.function()[node]);
      json.writeNumber(tree.self()[node]);
      json.writeNumber(tree.total()[node]);
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("truncated");
    json.writeNumberProperty("nodes", tree.truncatedNodes());
    json.writeNumberProperty("value", tree.truncatedValue());
    json.writeEndObject();
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.ReleaseDiff.DiffTree;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.Selection;
import java.io.OutputStream;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** A comparison as JSON. */
final class DiffJson {
  private DiffJson() {}

  /**
   * @param limit how many changes to write
   */
  static void write(ReleaseDiff diff, int limit, OutputStream out) {
    int shown = Math.min(limit, diff.changes().size());
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("type", diff.base().selection().type());
      json.writeStringProperty("unit", diff.unit());
      side(json, "base", diff.base());
      side(json, "target", diff.target());
      cost(json, diff.cost());
      json.writeArrayPropertyStart("changes");
      diff.changes().subList(0, shown).forEach(change -> change(json, change));
      json.writeEndArray();
      json.writeNumberProperty("omitted", diff.changes().size() - shown);
      tree(json, diff.tree());
      json.writeEndObject();
    }
  }

  private static void side(JsonGenerator json, String name, ReleaseDiff.Side side) {
    Selection selection = side.selection();
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("service", selection.service());
    selection.release().ifPresent(value -> json.writeStringProperty("release", value));
    selection.environment().ifPresent(value -> json.writeStringProperty("environment", value));
    selection.instance().ifPresent(value -> json.writeStringProperty("instance", value));
    Json.time(json, "from", selection.from());
    Json.time(json, "to", selection.to());
    json.writeObjectPropertyStart("labels");
    selection.labels().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeStringProperty("match", MatchText.of(selection.matchers()));
    json.writeNumberProperty("total", side.total());
    json.writeNumberProperty("samples", side.samples());
    json.writeNumberProperty("profiles", side.profiles());
    json.writeNumberProperty("instances", side.instances());
    json.writeNumberProperty("profiledNanos", side.profiledNanos());
    json.writeNumberProperty("allProfiledNanos", side.allProfiledNanos());
    json.writeEndObject();
  }

  private static void cost(JsonGenerator json, ReleaseDiff.Cost cost) {
    json.writeObjectPropertyStart("cost");
    Json.number(json, "ratio", cost.ratio());
    Json.number(json, "low", cost.low());
    Json.number(json, "high", cost.high());
    json.writeEndObject();
  }

  private static void change(JsonGenerator json, FunctionChange change) {
    json.writeStartObject();
    json.writeStringProperty("function", change.function());
    json.writeStringProperty("kind", Kinds.name(change.kind()));
    json.writeStringProperty("verdict", change.verdict().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("baseSelf", change.baseSelf());
    json.writeNumberProperty("baseTotal", change.baseTotal());
    json.writeNumberProperty("targetSelf", change.targetSelf());
    json.writeNumberProperty("targetTotal", change.targetTotal());
    Json.number(json, "baseShare", change.baseShare());
    Json.number(json, "targetShare", change.targetShare());
    Json.number(json, "change", change.change());
    Json.number(json, "low", change.low());
    Json.number(json, "high", change.high());
    Json.number(json, "selfChange", change.selfChange());
    Json.number(json, "ownChange", change.ownChange());
    Json.number(json, "qValue", change.qValue());
    json.writeEndObject();
  }

  private static void tree(JsonGenerator json, DiffTree tree) {
    Json.strings(json, "names", tree.functions());
    Kinds.write(json, tree.kinds());
    json.writeArrayPropertyStart("nodes");
    for (int node = 0; node < tree.size(); node++) {
      json.writeStartArray();
      json.writeNumber(tree.parent()[node]);
      json.writeNumber(tree.function()[node]);
      json.writeNumber(tree.baseSelf()[node]);
      json.writeNumber(tree.baseTotal()[node]);
      json.writeNumber(tree.targetSelf()[node]);
      json.writeNumber(tree.targetTotal()[node]);
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("truncated");
    json.writeNumberProperty("nodes", tree.truncatedNodes());
    json.writeNumberProperty("base", tree.truncatedBase());
    json.writeNumberProperty("target", tree.truncatedTarget());
    json.writeEndObject();
  }
}

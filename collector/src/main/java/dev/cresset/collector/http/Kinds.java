package dev.cresset.collector.http;

import dev.cresset.collector.query.FrameKind;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Kinds of frames as the API names them. */
final class Kinds {
  private Kinds() {}

  static String name(FrameKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static void write(JsonGenerator json, FrameKind[] kinds) {
    json.writeArrayPropertyStart("kinds");
    for (FrameKind kind : kinds) {
      json.writeString(name(kind));
    }
    json.writeEndArray();
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.FrameKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Kinds of frames as the API names them. */
final class Kinds {
  private Kinds() {}

  static String name(FrameKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static FrameKind of(String name) {
    return FrameKind.valueOf(name.toUpperCase(Locale.ROOT));
  }

  static List<String> names() {
    return Arrays.stream(FrameKind.values()).map(Kinds::name).toList();
  }

  static void write(JsonGenerator json, FrameKind[] kinds) {
    json.writeArrayPropertyStart("kinds");
    for (FrameKind kind : kinds) {
      json.writeString(name(kind));
    }
    json.writeEndArray();
  }
}

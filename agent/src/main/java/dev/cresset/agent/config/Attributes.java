package dev.cresset.agent.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads lists of {@code name=value}, percent-encoded as OpenTelemetry does. */
final class Attributes {
  private Attributes() {}

  /**
   * @param text pairs with commas or semicolons between them
   * @throws IllegalArgumentException for a part that is no pair, or is encoded wrongly
   */
  static Map<String, String> parse(String text) {
    return parse(text, "[,;]");
  }

  /** As {@code OTEL_RESOURCE_ATTRIBUTES} has them, with commas between the pairs. */
  static Map<String, String> parseOpenTelemetry(String text) {
    return parse(text, ",");
  }

  /** What {@link #parse(String)} reads as these attributes. */
  static String format(Map<String, String> attributes) {
    StringBuilder text = new StringBuilder();
    attributes.forEach(
        (name, value) -> text.append(encode(name)).append('=').append(encode(value)).append(';'));
    return text.toString();
  }

  private static Map<String, String> parse(String text, String separators) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String part : text.split(separators)) {
      int equals = part.indexOf('=');
      if (part.trim().isEmpty()) {
        continue;
      }
      if (part.substring(0, Math.max(0, equals)).trim().isEmpty()) {
        throw new IllegalArgumentException(part);
      }
      attributes.put(
          decode(part.substring(0, equals).trim()), decode(part.substring(equals + 1).trim()));
    }
    return attributes;
  }

  private static String encode(String text) {
    return text.replace("%", "%25").replace(",", "%2C").replace(";", "%3B").replace("=", "%3D");
  }

  /** Unlike URLDecoder, leaves a plus sign alone: W3C Baggage has no such rule. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.write(hex(text, encoded, i + 1) << 4 | hex(text, encoded, i + 2));
        i += 2;
      } else {
        bytes.write(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static int hex(String text, byte[] encoded, int index) {
    int digit = index < encoded.length ? Character.digit(encoded[index], 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException(text);
    }
    return digit;
  }
}

package dev.cresset.collector.embedded;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The password of the only user; made anew for every engine process and told only to its owner. */
record Secret(String value) {
  static final String USER = "cresset";

  static Secret random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }

  boolean isIn(Headers headers) {
    String key = headers.getFirst("X-ClickHouse-Key");
    if (key != null) {
      return matches(key);
    }
    String authorization = headers.getFirst("Authorization");
    String expected = Base64.getEncoder().encodeToString(bytes(USER + ":" + value));
    return authorization != null
        && MessageDigest.isEqual(bytes(authorization), bytes("Basic " + expected));
  }

  private boolean matches(String key) {
    return MessageDigest.isEqual(bytes(key), bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret";
  }
}

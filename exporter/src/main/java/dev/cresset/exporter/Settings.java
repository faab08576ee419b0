package dev.cresset.exporter;

import java.time.Duration;
import java.util.Locale;

/** Refuses settings that make no sense, by name and value. */
final class Settings {
  private Settings() {}

  static long positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; use 1 or more.");
    }
    return value;
  }

  static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          name + " is " + value + "; use a duration above zero, such as PT1S.");
    }
    return value;
  }

  /** {@code 30s}, {@code 1m30s}, {@code 0.5s}. */
  static String readable(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}

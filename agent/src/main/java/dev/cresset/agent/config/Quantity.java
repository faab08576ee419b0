package dev.cresset.agent.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations, sizes and shares as people write them. */
final class Quantity {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([a-z]*)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");

  private Quantity() {}

  /**
   * @param text such as {@code 500us}, {@code 10ms}, {@code 5s}, {@code 1m} or {@code 1h}
   * @throws IllegalArgumentException for anything else, a number without a unit too
   */
  static Duration duration(String text) {
    Matcher matcher = match(text);
    long number = Long.parseLong(matcher.group(1));
    switch (matcher.group(2)) {
      case "us":
        return Duration.ofNanos(Math.multiplyExact(number, 1_000L));
      case "ms":
        return Duration.ofMillis(number);
      case "s":
        return Duration.ofSeconds(number);
      case "m":
      case "min":
        return Duration.ofMinutes(number);
      case "h":
        return Duration.ofHours(number);
      default:
        throw new IllegalArgumentException(text);
    }
  }

  /**
   * @param text such as {@code 65536}, {@code 512k}, {@code 32m} or {@code 1g}, by powers of 1024
   * @throws IllegalArgumentException for anything else
   */
  static long bytes(String text) {
    Matcher matcher = match(text);
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2)));
  }

  /**
   * @param text such as {@code 1%} or {@code 0.5 %}
   * @return a share of 1
   * @throws IllegalArgumentException for anything else, a number without the sign too
   */
  static double share(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(matcher.group(1)) / 100;
  }

  private static long factor(String unit) {
    switch (unit) {
      case "":
      case "b":
        return 1;
      case "k":
      case "kb":
      case "kib":
        return 1 << 10;
      case "m":
      case "mb":
      case "mib":
        return 1 << 20;
      case "g":
      case "gb":
      case "gib":
        return 1 << 30;
      default:
        throw new IllegalArgumentException(unit);
    }
  }

  private static Matcher match(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return matcher;
  }
}

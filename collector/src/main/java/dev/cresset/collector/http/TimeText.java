package dev.cresset.collector.http;

import dev.cresset.collector.query.Selection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and lengths of time as people write them in an address. */
final class TimeText {
  private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern ZONE = Pattern.compile(".*T.*(Z|[+-]\\d{2}(:?\\d{2})?)");

  /** Milliseconds since the epoch that are fewer were most likely meant to be seconds. */
  private static final long SECONDS = 100_000_000_000L;

  private TimeText() {}

  /**
   * @param text milliseconds since the epoch, {@code now}, {@code now-1h}, or ISO-8601, where UTC
   *     is meant if nothing else is said
   * @return a time at which there can be a profile
   */
  static Instant instant(String parameter, String text, Instant now) {
    return Selection.bounded(anyInstant(parameter, text, now));
  }

  private static Instant anyInstant(String parameter, String text, Instant now) {
    if (MILLIS.matcher(text).matches()) {
      return ofMillis(parameter, Long.parseLong(text));
    }
    if (text.equals("now")) {
      return now;
    }
    if (text.startsWith("now-")) {
      return amount(text.substring(4))
          .map(now::minus)
          .orElseThrow(() -> malformed(parameter, text));
    }
    try {
      return iso(text);
    } catch (DateTimeException e) {
      throw malformed(parameter, text);
    }
  }

  private static Instant ofMillis(String parameter, long millis) {
    if (millis > 0 && millis < SECONDS) {
      throw new BadParameterException(
          parameter,
          "%s is %d, which as milliseconds since 1970 is %s. If these are seconds, write %d."
              .formatted(parameter, millis, Instant.ofEpochMilli(millis), millis * 1000));
    }
    return Instant.ofEpochMilli(millis);
  }

  private static Instant iso(String text) {
    if (DATE.matcher(text).matches()) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return ZONE.matcher(text).matches()
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static BadParameterException malformed(String parameter, String text) {
    String plus = text.contains(" ") ? " A + in an address has to be written %2B." : "";
    return new BadParameterException(
        parameter,
        ("%s is '%s', which is no time. Write milliseconds since 1970, now, now-30m, now-1h, now-2d,"
                + " or like 2026-03-01T12:00:00Z.%s")
            .formatted(parameter, text, plus));
  }

  /**
   * @param text such as {@code 10s}, {@code 5m} or {@code 1h}
   */
  static Duration duration(String parameter, String text) {
    return amount(text)
        .filter(Duration::isPositive)
        .orElseThrow(() ->
            new BadParameterException(
                parameter,
                "%s is '%s', but has to be like 10s, 5m, 1h or 1d.".formatted(parameter, text)));
  }

  private static Optional<Duration> amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofDays(7 * number);
        });
  }
}

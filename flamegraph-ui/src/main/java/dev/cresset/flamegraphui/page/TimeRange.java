package dev.cresset.flamegraphui.page;

import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.Selection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of time as links write it: each end is {@code now}, {@code now-1h}, ISO-8601 or epoch
 * milliseconds. What is relative moves with the clock.
 */
public record TimeRange(String from, String to) {
  private static final Pattern RELATIVE = Pattern.compile("now(?:-(\\d{1,9})([smhdw]))?");

  /** A range that ends now and is this long. */
  public static TimeRange last(String length) {
    return new TimeRange("now-" + length, "now");
  }

  public static TimeRange between(Instant from, Instant to) {
    return new TimeRange(from.toString(), to.toString());
  }

  /** Whether new data can appear in it. */
  public boolean isLive() {
    return to.equals("now");
  }

  /**
   * @throws QueryException if an end cannot be read, or the range ends before it begins
   */
  public Resolved at(Instant now) {
    Instant start = Selection.bounded(instant("from", from, now));
    Instant end = Selection.bounded(instant("to", to, now));
    if (!start.isBefore(end)) {
      throw new QueryException(
          Reason.INVALID,
          "The range from " + from + " to " + to + " ends before it begins. Choose another range.");
    }
    return new Resolved(start, end);
  }

  /** The ends as points in time. */
  public record Resolved(Instant from, Instant to) {
    public Duration length() {
      return Duration.between(from, to);
    }

    /** This and what it takes to begin and end between two steps, which are aligned to 1970. */
    public Resolved wholeSteps(Duration step) {
      long millis = step.toMillis();
      return new Resolved(
          Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), millis) * millis),
          Instant.ofEpochMilli(Math.ceilDiv(to.toEpochMilli(), millis) * millis));
    }
  }

  private static Instant instant(String name, String text, Instant now) {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      return relative.group(1) == null
          ? now
          : now.minus(length(Long.parseLong(relative.group(1)), relative.group(2)));
    }
    try {
      return text.matches("\\d{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeException e) {
      throw new QueryException(
          Reason.INVALID,
          "\"%s\" is no time for %s. Write now, now-1h, 2026-01-31T12:00:00Z or epoch milliseconds."
              .formatted(text, name),
          e);
    }
  }

  private static Duration length(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }
}

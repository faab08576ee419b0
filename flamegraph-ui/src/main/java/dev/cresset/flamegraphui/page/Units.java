package dev.cresset.flamegraphui.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How values are written for people; the same as {@code units.ts} does in the browser. */
public final class Units {
  private record Scale(double size, String name) {}

  private static final List<Scale> DURATIONS =
      List.of(
          new Scale(86_400e9, "d"),
          new Scale(3_600e9, "h"),
          new Scale(60e9, "min"),
          new Scale(1e9, "s"),
          new Scale(1e6, "ms"),
          new Scale(1e3, "µs"),
          new Scale(1, "ns"));

  private static final List<Scale> BYTES =
      List.of(
          new Scale(1L << 50, "PiB"),
          new Scale(1L << 40, "TiB"),
          new Scale(1 << 30, "GiB"),
          new Scale(1 << 20, "MiB"),
          new Scale(1 << 10, "KiB"),
          new Scale(1, "B"));

  private Units() {}

  /** Such as "1.23 s", "512 KiB" or "34,567"; of a unit that is not known, the unit follows. */
  public static String value(double value, String unit) {
    return switch (unit) {
      case "nanoseconds" -> scaled(value, DURATIONS, "ns");
      case "bytes" -> scaled(value, BYTES, "B");
      case "count" -> count(value);
      default -> (count(value) + " " + unit).trim();
    };
  }

  /** Whether a type's values are levels, such as what is in use, and not amounts of their time. */
  public static boolean isLevel(String type) {
    return type.startsWith("live_") || type.startsWith("inuse_");
  }

  /** A value per second: CPU time in cores, levels as they are, everything else in its unit. */
  public static String rate(double perSecond, String type, String unit) {
    if (type.equals("cpu") && unit.equals("nanoseconds")) {
      double cores = perSecond / 1e9;
      return significant(cores) + (cores == 1 ? " core" : " cores");
    }
    return isLevel(type) ? value(perSecond, unit) : value(perSecond, unit) + "/s";
  }

  public static String count(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return significant(value / 1e9) + " G";
    }
    if (size >= 1e6) {
      return significant(value / 1e6) + " M";
    }
    return value == Math.rint(value) ? grouped(value) : significant(value);
  }

  /** Every digit, with separators. */
  public static String grouped(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  /** A share of 0 to 1 in percent; what is there is never written as nothing. */
  public static String share(double share) {
    double percent = share * 100;
    if (percent == 0) {
      return "0 %";
    }
    if (Math.abs(percent) < 0.01) {
      return "< 0.01 %";
    }
    return fixed(percent, Math.abs(percent) < 10 ? 2 : 1) + " %";
  }

  /** A difference of shares in percentage points, with its sign. */
  public static String points(double difference) {
    double points = difference * 100;
    String sign = points > 0 ? "+" : points < 0 ? "−" : "±";
    double size = Math.abs(points);
    return size != 0 && size < 0.01
        ? sign + "< 0.01 pt"
        : sign + fixed(size, size < 10 ? 2 : 1) + " pt";
  }

  /** How long ago something was, roughly. */
  public static String ago(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds < 20 ? "just now" : seconds + " s ago";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + " h ago" : seconds / 86_400 + " days ago";
  }

  private static String scaled(double value, List<Scale> scales, String smallest) {
    return scales.stream()
        .filter(scale -> Math.abs(value) >= scale.size)
        .findFirst()
        .map(scale -> significant(value / scale.size) + " " + scale.name)
        .orElseGet(() -> (value == 0 ? "0" : significant(value)) + " " + smallest);
  }

  private static String significant(double value) {
    double size = Math.abs(value);
    if (size >= 1000) {
      return grouped(value);
    }
    return fixed(value, size >= 100 || value == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  private static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}

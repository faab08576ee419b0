package dev.cresset.agent.config;

import dev.cresset.agent.requests.SlowLimit;
import dev.cresset.exporter.ShipperConfig;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the text of an option is read, and what of it is allowed. */
final class OptionType<T> {
  static final OptionType<String> TEXT = new OptionType<>("any text", text -> text);
  static final OptionType<Boolean> FLAG = new OptionType<>("`on` or `off`", OptionType::flag);
  static final OptionType<Path> PATH = new OptionType<>("a path", Paths::get);
  static final OptionType<List<String>> LIST =
      new OptionType<>("names, with commas between them", OptionType::split, true);
  static final OptionType<ShipperConfig> COLLECTOR =
      new OptionType<>("`http://HOST:PORT`, or `https://HOST:PORT` for TLS", ShipperConfig::to);
  static final OptionType<List<Destination>> DESTINATIONS =
      new OptionType<>("`grpc`, `file:DIR`, or both with a comma", OptionType::destinations, true);
  static final OptionType<Map<String, String>> ATTRIBUTES =
      new OptionType<>("`NAME=VALUE`, with semicolons between them", Attributes::parse);

  static final OptionType<SlowLimit> SLOW_LIMIT =
      new OptionType<>(
          "`p50` to `p99`, or a duration such as `500ms`, from 1ms to 1h", OptionType::slowLimit);

  private final String allowed;
  private final Function<String, T> parser;
  private final boolean takesCommas;

  private OptionType(String allowed, Function<String, T> parser) {
    this(allowed, parser, false);
  }

  private OptionType(String allowed, Function<String, T> parser, boolean takesCommas) {
    this.allowed = allowed;
    this.parser = parser;
    this.takesCommas = takesCommas;
  }

  static OptionType<Duration> duration(String least, String most) {
    Duration from = Quantity.duration(least);
    Duration to = Quantity.duration(most);
    return new OptionType<>(
        "a duration such as `10ms` or `5s`, from " + least + " to " + most,
        text -> within(from, Quantity.duration(text), to));
  }

  static OptionType<Long> size(String least, String most) {
    long from = Quantity.bytes(least);
    long to = Quantity.bytes(most);
    return new OptionType<>(
        "a size such as `512k` or `32m`, from " + least + " to " + most,
        text -> within(from, Quantity.bytes(text), to));
  }

  /** {@code off} is 0. */
  static OptionType<Double> shareOrOff(String least, String most) {
    Double from = Quantity.share(least);
    Double to = Quantity.share(most);
    return new OptionType<>(
        "a percentage such as `1%`, from " + least + " to " + most + ", or `off`",
        text -> text.equalsIgnoreCase("off") ? 0.0 : within(from, Quantity.share(text), to));
  }

  static OptionType<Integer> integer(int least, int most) {
    return new OptionType<>(
        "a number from " + least + " to " + most,
        text -> within(least, Integer.valueOf(text), most));
  }

  static <E extends Enum<E>> OptionType<E> choice(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(OptionType::written)
            .map(name -> '`' + name + '`')
            .collect(Collectors.joining(", "));
    return new OptionType<>(
        "one of " + names,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.name().equalsIgnoreCase(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)));
  }

  String allowed() {
    return allowed;
  }

  /** Whether a comma in the agent arguments may be part of the value. */
  boolean takesCommas() {
    return takesCommas;
  }

  T parse(String text) {
    return parser.apply(text.trim());
  }

  /** {@code FLIGHT_RECORDER} is written {@code flight-recorder}, and read with either. */
  private static String written(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <C extends Comparable<C>> C within(C least, C value, C most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(value.toString());
    }
    return value;
  }

  private static Boolean flag(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "on":
      case "true":
        return true;
      case "off":
      case "false":
        return false;
      default:
        throw new IllegalArgumentException(text);
    }
  }

  private static SlowLimit slowLimit(String text) {
    if (text.matches("p[5-9][0-9]")) {
      return SlowLimit.percentile(Integer.parseInt(text.substring(1)));
    }
    Duration least = Duration.ofMillis(1);
    return SlowLimit.longerThan(within(least, Quantity.duration(text), Duration.ofHours(1)));
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.trim().isEmpty()) {
        parts.add(part.trim());
      }
    }
    return Collections.unmodifiableList(parts);
  }

  private static List<Destination> destinations(String text) {
    List<Destination> destinations =
        split(text).stream().map(Destination::parse).collect(Collectors.toList());
    if (destinations.isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    return Collections.unmodifiableList(destinations);
  }
}

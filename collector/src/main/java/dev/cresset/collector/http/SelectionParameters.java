package dev.cresset.collector.http;

import dev.cresset.collector.query.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters that say which samples a question is about. */
final class SelectionParameters {
  /** How far back a question goes that does not say so. */
  private static final Duration DEFAULT_RANGE = Duration.ofHours(1);

  private static final List<String> SIDE =
      List.of("from", "to", "release", "environment", "instance", "label.*");

  private final InstantSource clock;

  SelectionParameters(InstantSource clock) {
    this.clock = clock;
  }

  /** What an endpoint about one selection takes, and what it takes beyond that. */
  static List<String> names(String... further) {
    List<String> names = new ArrayList<>(List.of("service", "type"));
    names.addAll(SIDE);
    names.addAll(List.of(further));
    return List.copyOf(names);
  }

  /** What an endpoint that compares two selections takes. */
  static List<String> sides(String... further) {
    List<String> names = new ArrayList<>(names());
    SIDE.forEach(name -> names.add("base." + name));
    SIDE.forEach(name -> names.add("target." + name));
    names.addAll(List.of(further));
    return List.copyOf(names);
  }

  Selection selection(Parameters parameters) {
    return side(parameters, "", clock.instant());
  }

  /** The two selections of a comparison, for which it is the same time now. */
  Sides bothSides(Parameters parameters) {
    Instant now = clock.instant();
    return new Sides(side(parameters, "base.", now), side(parameters, "target.", now));
  }

  record Sides(Selection base, Selection target) {}

  /**
   * @param side {@code base.} or {@code target.}: parameters of this name come before those without
   */
  private static Selection side(Parameters parameters, String side, Instant now) {
    Range range = range(parameters, side, now);
    Map<String, String> labels = new TreeMap<>(parameters.startingWith("label."));
    labels.putAll(side.isEmpty() ? Map.of() : parameters.startingWith(side + "label."));
    return new Selection(
        parameters.required("service", "service=shop"),
        parameters.required("type", "type=cpu"),
        range.from,
        range.to,
        get(parameters, side, "release"),
        get(parameters, side, "environment"),
        get(parameters, side, "instance"),
        labels);
  }

  Range range(Parameters parameters) {
    return range(parameters, "", clock.instant());
  }

  private static Range range(Parameters parameters, String side, Instant now) {
    Instant to = time(parameters, side, "to", now).orElse(now);
    Instant from = time(parameters, side, "from", now).orElse(to.minus(DEFAULT_RANGE));
    return new Range(from, to);
  }

  private static Optional<Instant> time(
      Parameters parameters, String side, String name, Instant now) {
    String given = parameters.get(side + name).isPresent() ? side + name : name;
    return parameters.get(given).map(text -> TimeText.instant(given, text, now));
  }

  private static Optional<String> get(Parameters parameters, String side, String name) {
    return parameters.get(side + name).or(() -> parameters.get(name));
  }

  record Range(Instant from, Instant to) {}
}

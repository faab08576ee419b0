package dev.cresset.collector.http;

import dev.cresset.collector.query.FrameFilter;
import dev.cresset.collector.query.LabelMatcher;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.query.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters that say which samples a question is about. */
final class SelectionParameters {
  /** How far back a question goes that does not say so. */
  private static final Duration DEFAULT_RANGE = Duration.ofHours(1);

  private static final List<String> SIDE =
      List.of("from", "to", "release", "environment", "instance", "label.*", "match");

  private static final List<String> COLUMNS = List.of("release", "environment", "instance");
  private static final String LABEL = "label.";

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

  /** The same for one that takes a choice of frames besides. */
  static List<String> namesAndFrames(String... further) {
    return with(names(further), FrameParameters.NAMES);
  }

  private static List<String> with(List<String> names, List<String> further) {
    List<String> all = new ArrayList<>(names);
    all.addAll(further);
    return List.copyOf(all);
  }

  /** What an endpoint that compares two selections takes. */
  static List<String> sides(String... further) {
    List<String> names = new ArrayList<>(names());
    SIDE.forEach(name -> names.add("base." + name));
    SIDE.forEach(name -> names.add("target." + name));
    names.addAll(List.of(further));
    return with(names, FrameParameters.NAMES);
  }

  /** For {@link #names}, whatever else an endpoint calls {@code by}. */
  Selection selection(Parameters parameters) {
    return side(parameters, "", clock.instant(), FrameFilter.NONE);
  }

  /** For {@link #namesAndFrames}. */
  Selection selectionAndFrames(Parameters parameters) {
    return side(parameters, "", clock.instant(), FrameParameters.filter(parameters));
  }

  /** The two selections of a comparison, for which it is the same time now. */
  Sides bothSides(Parameters parameters) {
    Instant now = clock.instant();
    FrameFilter frames = FrameParameters.filter(parameters);
    return new Sides(
        side(parameters, "base.", now, frames), side(parameters, "target.", now, frames));
  }

  record Sides(Selection base, Selection target) {}

  /**
   * @param side {@code base.} or {@code target.}: what these say of a time, a release, a label and
   *     so on replaces what is said of it without
   */
  private static Selection side(
      Parameters parameters, String side, Instant now, FrameFilter frames) {
    Range range = range(parameters, side, now);
    List<LabelMatcher> matchers = new ArrayList<>(matchers(parameters, ""));
    if (!side.isEmpty()) {
      List<LabelMatcher> own = matchers(parameters, side);
      matchers.removeIf(matcher -> own.stream().anyMatch(matcher::isAboutSameAs));
      matchers.addAll(own);
    }
    return new Selection(
        parameters.required("service", "service=shop"),
        parameters.required("type", "type=cpu"),
        range.from,
        range.to,
        matchers,
        frames);
  }

  private static List<LabelMatcher> matchers(Parameters parameters, String side) {
    List<LabelMatcher> matchers = new ArrayList<>();
    for (String name : COLUMNS) {
      List<String> values = parameters.all(side + name);
      if (!values.isEmpty()) {
        matchers.add(LabelMatcher.of(name, Operator.EQUAL, values));
      }
    }
    parameters
        .startingWith(side + LABEL)
        .forEach(
            (name, values) -> matchers.add(LabelMatcher.of(LABEL + name, Operator.EQUAL, values)));
    for (String match : parameters.all(side + "match")) {
      matchers.addAll(MatchText.matchers(side + "match", match));
    }
    return matchers;
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

  record Range(Instant from, Instant to) {}
}

package dev.cresset.collector.query;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which samples a question is about.
 *
 * @param service the service's name
 * @param type a profile type such as {@code cpu} or {@code alloc_space}
 * @param from inclusive; a profile belongs to a range by the start of its window
 * @param to exclusive
 * @param matchers only what fulfils all of these
 * @param frames what of the stack traces
 */
public record Selection(
    String service,
    String type,
    Instant from,
    Instant to,
    List<LabelMatcher> matchers,
    FrameFilter frames) {

  /** No profile is from before this. */
  public static final Instant FIRST = Instant.EPOCH;

  /** No profile is from after this; some formats cannot write what is much later. */
  public static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

  public Selection {
    matchers = List.copyOf(matchers);
  }

  /** All frames. */
  public Selection(
      String service, String type, Instant from, Instant to, List<LabelMatcher> matchers) {
    this(service, type, from, to, matchers, FrameFilter.NONE);
  }

  /**
   * One value of what is asked for, and all frames.
   *
   * @param release only this release
   * @param environment only this environment
   * @param instance only this instance
   * @param labels only samples that carry all of these labels with these values
   */
  public Selection(
      String service,
      String type,
      Instant from,
      Instant to,
      Optional<String> release,
      Optional<String> environment,
      Optional<String> instance,
      Map<String, String> labels) {
    this(
        service,
        type,
        from,
        to,
        matchers(release, environment, instance, labels),
        FrameFilter.NONE);
  }

  private static List<LabelMatcher> matchers(
      Optional<String> release,
      Optional<String> environment,
      Optional<String> instance,
      Map<String, String> labels) {
    List<LabelMatcher> matchers = new ArrayList<>();
    release.ifPresent(value -> matchers.add(equal(Field.RELEASE, "", value)));
    environment.ifPresent(value -> matchers.add(equal(Field.ENVIRONMENT, "", value)));
    instance.ifPresent(value -> matchers.add(equal(Field.INSTANCE, "", value)));
    new TreeMap<>(labels).forEach((name, value) -> matchers.add(equal(Field.LABEL, name, value)));
    return matchers;
  }

  private static LabelMatcher equal(Field field, String label, String value) {
    return new LabelMatcher(field, label, Operator.EQUAL, List.of(value));
  }

  /** The same, beginning at another time. */
  Selection from(Instant start) {
    return new Selection(service, type, start, to, matchers, frames);
  }

  /** The one release it is about; empty if there can be several. */
  public Optional<String> release() {
    return only(Field.RELEASE);
  }

  /** The one environment it is about; empty if there can be several. */
  public Optional<String> environment() {
    return only(Field.ENVIRONMENT);
  }

  /** The one instance it is about; empty if there can be several. */
  public Optional<String> instance() {
    return only(Field.INSTANCE);
  }

  private Optional<String> only(Field field) {
    return matchers.stream()
        .filter(matcher -> matcher.field() == field && isOneValue(matcher))
        .map(matcher -> matcher.values().getFirst())
        .findFirst();
  }

  /** Labels that have to have one value. */
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    for (LabelMatcher matcher : matchers) {
      if (matcher.field() == Field.LABEL && isOneValue(matcher)) {
        labels.put(matcher.label(), matcher.values().getFirst());
      }
    }
    return labels;
  }

  private static boolean isOneValue(LabelMatcher matcher) {
    return matcher.operator() == Operator.EQUAL && matcher.values().size() == 1;
  }

  /** Whether there is any condition on this. */
  public boolean filters(Field field) {
    return matchers.stream().anyMatch(matcher -> matcher.field() == field);
  }

  /** The time, or the nearest at which there can be a profile. */
  public static Instant bounded(Instant time) {
    return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
  }
}

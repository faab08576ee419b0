package dev.cresset.flamegraphui.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which of a service's samples a page is about, apart from type and time.
 *
 * @param labels only samples with these values, in the order they were chosen
 */
public record Filter(
    Optional<String> release,
    Optional<String> environment,
    Optional<String> instance,
    Map<String, String> labels) {
  public static final Filter NONE =
      new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  /** Reads the parameters whose names start with the prefix, such as {@code base.}. */
  public static Filter from(UrlQuery query, String prefix) {
    return new Filter(
        query.get(prefix + "release"),
        query.get(prefix + "environment"),
        query.get(prefix + "instance"),
        query.withPrefix(prefix + "label."));
  }

  public void writeTo(UrlQuery query, String prefix) {
    query
        .put(prefix + "release", release)
        .put(prefix + "environment", environment)
        .put(prefix + "instance", instance)
        .put(prefix + "label.", labels);
  }

  public Filter withRelease(Optional<String> other) {
    return new Filter(other, environment, instance, labels);
  }

  public Filter withEnvironment(Optional<String> other) {
    return new Filter(release, other, instance, labels);
  }

  public Filter withInstance(Optional<String> other) {
    return new Filter(release, environment, other, labels);
  }

  public Filter withLabel(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return new Filter(release, environment, instance, more);
  }

  public Filter withoutLabel(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(labels);
    fewer.remove(name);
    return new Filter(release, environment, instance, fewer);
  }
}

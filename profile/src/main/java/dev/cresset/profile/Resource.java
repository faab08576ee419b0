package dev.cresset.profile;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who a profile is of: the service, its release, and where it runs.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Resource {
  private final String service;
  private final String release;
  private final String environment;
  private final String instance;
  private final SortedMap<String, String> attributes;

  /**
   * @param service the service's name; never empty
   * @param release its version, or empty where it is not known
   * @param environment such as {@code production}, or empty
   * @param instance what tells two processes of the service apart, such as host and pid
   * @param attributes what else is known of the process; copied
   */
  public Resource(
      String service,
      String release,
      String environment,
      String instance,
      Map<String, String> attributes) {
    if (service.isEmpty()) {
      throw new IllegalArgumentException("A resource needs a service name, but it is empty.");
    }
    this.service = service;
    this.release = Objects.requireNonNull(release, "release");
    this.environment = Objects.requireNonNull(environment, "environment");
    this.instance = Objects.requireNonNull(instance, "instance");
    this.attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  public String service() {
    return service;
  }

  public String release() {
    return release;
  }

  public String environment() {
    return environment;
  }

  public String instance() {
    return instance;
  }

  /** Further attributes by name; unmodifiable. */
  public SortedMap<String, String> attributes() {
    return attributes;
  }

  @Override
  public String toString() {
    return service + " " + release + " on " + instance;
  }
}

package dev.cresset.profile;

import java.util.Objects;

/**
 * What one value of a sample measures: a name and its unit, as pprof's {@code ValueType}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ProfileType {
  /** How many samples were taken; the statistical weight behind every other value. */
  public static final ProfileType SAMPLES = new ProfileType("samples", "count");

  public static final ProfileType CPU = new ProfileType("cpu", "nanoseconds");
  public static final ProfileType WALL = new ProfileType("wall", "nanoseconds");
  public static final ProfileType ALLOC_OBJECTS = new ProfileType("alloc_objects", "count");
  public static final ProfileType ALLOC_SPACE = new ProfileType("alloc_space", "bytes");
  public static final ProfileType LIVE_OBJECTS = new ProfileType("live_objects", "count");
  public static final ProfileType LIVE_SPACE = new ProfileType("live_space", "bytes");
  public static final ProfileType LOCK_CONTENTIONS = new ProfileType("lock_contentions", "count");
  public static final ProfileType LOCK_DELAY = new ProfileType("lock_delay", "nanoseconds");
  public static final ProfileType NATIVEMEM_OBJECTS = new ProfileType("nativemem_objects", "count");
  public static final ProfileType NATIVEMEM_SPACE = new ProfileType("nativemem_space", "bytes");
  public static final ProfileType EXCEPTIONS = new ProfileType("exceptions", "count");
  public static final ProfileType REQUESTS = new ProfileType("requests", "count");
  public static final ProfileType REQUEST_TIME = new ProfileType("request_time", "nanoseconds");

  private final String name;
  private final String unit;

  /**
   * @param name lower case, such as {@code cpu}
   * @param unit {@code nanoseconds}, {@code bytes} or {@code count}
   */
  public ProfileType(String name, String unit) {
    this.name = Objects.requireNonNull(name, "name");
    this.unit = Objects.requireNonNull(unit, "unit");
  }

  public String name() {
    return name;
  }

  public String unit() {
    return unit;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProfileType
        && name.equals(((ProfileType) other).name)
        && unit.equals(((ProfileType) other).unit);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + unit.hashCode();
  }

  @Override
  public String toString() {
    return name + "/" + unit;
  }
}

package dev.cresset.profile;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of profile an agent takes. Each is one pprof file a window, whose samples carry one
 * value for each of {@link #types()}, in that order.
 */
public enum Family {
  CPU(ProfileType.CPU, ProfileType.SAMPLES, ProfileType.CPU),
  WALL(ProfileType.WALL, ProfileType.SAMPLES, ProfileType.WALL),
  ALLOC(
      ProfileType.ALLOC_SPACE,
      ProfileType.SAMPLES,
      ProfileType.ALLOC_OBJECTS,
      ProfileType.ALLOC_SPACE),
  LIVE(
      ProfileType.LIVE_SPACE,
      ProfileType.SAMPLES,
      ProfileType.LIVE_OBJECTS,
      ProfileType.LIVE_SPACE),
  LOCK(
      ProfileType.LOCK_DELAY,
      ProfileType.SAMPLES,
      ProfileType.LOCK_CONTENTIONS,
      ProfileType.LOCK_DELAY),
  /** Memory that native code allocates: the JVM's own, and that of libraries. */
  NATIVEMEM(
      ProfileType.NATIVEMEM_SPACE,
      ProfileType.SAMPLES,
      ProfileType.NATIVEMEM_OBJECTS,
      ProfileType.NATIVEMEM_SPACE),
  /** Exceptions and errors by class, where they were made. */
  EXCEPTIONS(ProfileType.EXCEPTIONS, ProfileType.SAMPLES, ProfileType.EXCEPTIONS),
  /**
   * Requests by endpoint, which is the one frame of their stack traces: none of them is sampled.
   */
  REQUESTS(
      ProfileType.REQUESTS, ProfileType.SAMPLES, ProfileType.REQUESTS, ProfileType.REQUEST_TIME);

  private final ProfileType defaultType;
  private final List<ProfileType> types;

  Family(ProfileType defaultType, ProfileType... types) {
    this.defaultType = defaultType;
    this.types = Collections.unmodifiableList(Arrays.asList(types));
  }

  /** The name on the wire and in options: {@code cpu}, {@code wall}, {@code alloc}, … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value types of a sample, in pprof's order; the first is always {@code samples/count}. */
  public List<ProfileType> types() {
    return types;
  }

  /** The type a viewer should open with. */
  public ProfileType defaultType() {
    return defaultType;
  }
}

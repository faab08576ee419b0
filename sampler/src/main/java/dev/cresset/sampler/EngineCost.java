package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one window of an engine has cost in CPU time beyond the agent's own threads: inside of the
 * application's threads, and in threads of the engine that Java does not see. Immutable.
 */
public final class EngineCost {
  public static final EngineCost NONE = new EngineCost(Collections.emptyMap(), 0);

  private final Map<Family, Long> nanos;
  private final long unsampledNanos;

  /**
   * @param nanos of CPU time, by family; a family that is not in it has cost nothing
   * @param unsampledNanos for how long of the window nothing was sampled
   */
  public EngineCost(Map<Family, Long> nanos, long unsampledNanos) {
    Map<Family, Long> copy = new EnumMap<>(Family.class);
    copy.putAll(nanos);
    this.nanos = Collections.unmodifiableMap(copy);
    this.unsampledNanos = unsampledNanos;
  }

  public Map<Family, Long> nanos() {
    return nanos;
  }

  public long unsampledNanos() {
    return unsampledNanos;
  }
}

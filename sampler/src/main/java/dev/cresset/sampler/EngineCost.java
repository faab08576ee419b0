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
  private final Map<Family, Long> standing;
  private final long unsampledNanos;

  /**
   * @param nanos of CPU time, by family; a family that is not in it has cost nothing
   * @param unsampledNanos for how long of the window nothing was sampled
   */
  public EngineCost(Map<Family, Long> nanos, long unsampledNanos) {
    this(nanos, Collections.emptyMap(), unsampledNanos);
  }

  private EngineCost(Map<Family, Long> nanos, Map<Family, Long> standing, long unsampledNanos) {
    this.nanos = Collections.unmodifiableMap(copyOf(nanos));
    this.standing = Collections.unmodifiableMap(copyOf(standing));
    this.unsampledNanos = unsampledNanos;
  }

  private static Map<Family, Long> copyOf(Map<Family, Long> nanos) {
    Map<Family, Long> copy = new EnumMap<>(Family.class);
    copy.putAll(nanos);
    return copy;
  }

  /**
   * With what a family takes beyond its samples, however seldom they are.
   *
   * @param family one that has cost nothing is paused: of that it is what it would take
   */
  EngineCost plusStanding(Family family, long more) {
    EngineCost spent = nanos.containsKey(family) ? plus(family, more) : this;
    return new EngineCost(spent.nanos, Collections.singletonMap(family, more), unsampledNanos);
  }

  /** With what a family has cost besides. */
  public EngineCost plus(Family family, long more) {
    Map<Family, Long> all = copyOf(nanos);
    all.merge(family, more, Long::sum);
    return new EngineCost(all, standing, unsampledNanos);
  }

  /** What was spent, by family. */
  public Map<Family, Long> nanos() {
    return nanos;
  }

  /** What of it is for being told of what may be sampled; of a paused family what it would be. */
  Map<Family, Long> standing() {
    return standing;
  }

  public long unsampledNanos() {
    return unsampledNanos;
  }
}

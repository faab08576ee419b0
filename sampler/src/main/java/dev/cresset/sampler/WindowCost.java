package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What all of the agent has cost in one window, in nanoseconds of CPU time. Immutable. */
final class WindowCost {
  final long elapsedNanos;
  final long applicationNanos;
  final long fixedNanos;
  final long unsampledNanos;
  final Map<Family, Double> families;
  final Map<Family, Long> standing;

  /**
   * @param applicationNanos what the process has used without the agent
   * @param fixedNanos what does not depend on how often is sampled
   * @param unsampledNanos for how long nothing was sampled
   * @param families what each family's samples have cost, with their share of the agent's own
   *     threads
   * @param standing what each family takes at any pace; of one that is paused, what it would take
   */
  WindowCost(
      long elapsedNanos,
      long applicationNanos,
      long fixedNanos,
      long unsampledNanos,
      Map<Family, Double> families,
      Map<Family, Long> standing) {
    this.elapsedNanos = elapsedNanos;
    this.applicationNanos = applicationNanos;
    this.fixedNanos = fixedNanos;
    this.unsampledNanos = unsampledNanos;
    this.families = copyOf(families);
    this.standing = copyOf(standing);
  }

  /** Of what was sampled, fixed costs left out. */
  double nanos() {
    double sum = 0;
    for (Map.Entry<Family, Double> family : families.entrySet()) {
      sum += family.getValue() + standing.getOrDefault(family.getKey(), 0L);
    }
    return sum;
  }

  private static <N> Map<Family, N> copyOf(Map<Family, N> nanos) {
    Map<Family, N> copy = new EnumMap<>(Family.class);
    copy.putAll(nanos);
    return Collections.unmodifiableMap(copy);
  }
}

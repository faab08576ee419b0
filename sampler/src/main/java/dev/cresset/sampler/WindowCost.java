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

  /**
   * @param applicationNanos what the process has used without the agent
   * @param fixedNanos what does not depend on how often is sampled
   * @param unsampledNanos for how long nothing was sampled
   * @param families what each family has cost, its share of the agent's own threads included
   */
  WindowCost(
      long elapsedNanos,
      long applicationNanos,
      long fixedNanos,
      long unsampledNanos,
      Map<Family, Double> families) {
    this.elapsedNanos = elapsedNanos;
    this.applicationNanos = applicationNanos;
    this.fixedNanos = fixedNanos;
    this.unsampledNanos = unsampledNanos;
    Map<Family, Double> copy = new EnumMap<>(Family.class);
    copy.putAll(families);
    this.families = Collections.unmodifiableMap(copy);
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What each family is expected to cost from now on, in seconds of CPU time per second: of sampling
 * at the present pace, and of standing ready for it at any pace. One thread.
 */
final class ExpectedCosts {
  private final Map<Family, Double> sampling = new EnumMap<>(Family.class);
  private final Map<Family, Double> standing = new EnumMap<>(Family.class);

  /**
   * @param weight of the window, from 0 to 1, beside what was known before
   */
  void learn(WindowCost window, double weight) {
    double elapsed = Math.max(1, window.elapsedNanos);
    learn(sampling, window.families, elapsed, weight);
    learn(standing, window.standing, elapsed, weight);
  }

  private static void learn(
      Map<Family, Double> known,
      Map<Family, ? extends Number> nanos,
      double elapsed,
      double weight) {
    nanos.forEach((family, spent) -> {
      double old = known.getOrDefault(family, 0.0);
      known.put(family, old + weight * (spent.doubleValue() / elapsed - old));
    });
  }

  /** Of which something is known. */
  Set<Family> families() {
    return sampling.keySet();
  }

  double sampling(Family family) {
    return sampling.getOrDefault(family, 0.0);
  }

  double standing(Family family) {
    return standing.getOrDefault(family, 0.0);
  }

  double of(Family family) {
    return sampling(family) + standing(family);
  }

  /** A family that is paused costs nothing; what it did cost is kept for when it comes back. */
  double at(Pace pace) {
    double sum = 0;
    for (Family family : families()) {
      sum += pace.isPaused(family) ? 0 : of(family);
    }
    return sum;
  }

  /** Sampling the family is expected to cost so many times what it does. */
  void multiply(Family family, double times) {
    sampling.put(family, sampling(family) * times);
  }
}

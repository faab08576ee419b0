package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * How often each family is sampled, as a factor on its configured interval: 1 is as configured, 4
 * is a quarter as often, 0 is not at all. Immutable.
 */
public final class Pace {
  public static final Pace CONFIGURED = new Pace(Collections.emptyMap());

  private static final int PAUSED = 0;

  private final Map<Family, Integer> factors;

  private Pace(Map<Family, Integer> factors) {
    this.factors = factors;
  }

  /** What the configured interval is multiplied by; 1 for a family that nobody has slowed down. */
  public int factor(Family family) {
    return factors.getOrDefault(family, 1);
  }

  public boolean isPaused(Family family) {
    return factor(family) == PAUSED;
  }

  public Pace with(Family family, int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("The factor is " + factor + "; use 1 or more.");
    }
    return put(family, factor);
  }

  public Pace paused(Family family) {
    return put(family, PAUSED);
  }

  /** The families that are not paused, at this pace. */
  List<RecordedFamily> of(List<RecordedFamily> configured) {
    return configured.stream()
        .filter(family -> !isPaused(family.family()))
        .map(family -> slowedDown(family, factor(family.family())))
        .collect(Collectors.toList());
  }

  private static RecordedFamily slowedDown(RecordedFamily family, int factor) {
    return factor == 1 ? family : family.slowedDown(factor);
  }

  private Pace put(Family family, int factor) {
    Map<Family, Integer> changed = new EnumMap<>(Family.class);
    changed.putAll(factors);
    changed.put(family, factor);
    if (factor == 1) {
      changed.remove(family);
    }
    return new Pace(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pace && factors.equals(((Pace) other).factors);
  }

  @Override
  public int hashCode() {
    return factors.hashCode();
  }

  /** Such as {@code wall at 1/4, lock paused}; {@code as configured}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    factors.forEach((family, factor) ->
        text.add(family.wireName() + (factor == PAUSED ? " paused" : " at 1/" + factor)));
    return factors.isEmpty() ? "as configured" : text.toString();
  }
}

package dev.cresset.collector.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cresset.collector.pprof.DecodedProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When was seen what a list of services says, as far as it is known to be stored. Safe for use by
 * many threads.
 */
final class Sightings {
  private final Cache<Subject, Sighting> stored;

  /**
   * @param maximum how many are known; to forget one is harmless, it is only written once more
   */
  Sightings(int maximum, Duration memory) {
    this.stored = Caffeine.newBuilder().maximumSize(maximum).expireAfterWrite(memory).build();
  }

  record Subject(
      String service,
      String type,
      String unit,
      String release,
      String environment,
      String instance) {}

  /**
   * @param first start of the first profile
   * @param last start of the last one
   */
  record Sighting(Subject of, Instant first, Instant last) {
    Sighting and(Sighting other) {
      return new Sighting(
          of,
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }

  /** What profiles say beyond what is known. */
  Collection<Sighting> newIn(List<NewProfile> profiles) {
    Map<Subject, Sighting> seen = new LinkedHashMap<>();
    for (NewProfile profile : profiles) {
      Instant start = profile.content().start();
      for (DecodedProfile.Measure measure : profile.content().measures()) {
        Subject of = subject(profile, measure);
        seen.merge(of, new Sighting(of, start, start), Sighting::and);
      }
    }
    seen.values().removeIf(this::isStored);
    return seen.values();
  }

  private boolean isStored(Sighting sighting) {
    Sighting known = stored.getIfPresent(sighting.of);
    return known != null && known.and(sighting).equals(known);
  }

  private static Subject subject(NewProfile profile, DecodedProfile.Measure measure) {
    return new Subject(
        profile.service(),
        measure.type(),
        measure.unit(),
        profile.release(),
        profile.environment(),
        profile.instance());
  }

  /** They are stored. */
  void addAll(Collection<Sighting> added) {
    for (Sighting sighting : added) {
      stored.asMap().merge(sighting.of, sighting, Sighting::and);
    }
  }
}

package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Limit;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps services within their {@link DailyLimits}, each server for itself, anew each day (UTC).
 * Safe for use by many threads.
 */
final class DailyCaps {
  private static final Logger LOG = LoggerFactory.getLogger(DailyCaps.class);

  private static final long DAY = Duration.ofDays(1).toMillis();

  private static final int TRIM_EVERY = 50;

  /** Besides its name. */
  private static final int BYTES_A_SERVICE = 300;

  /** How many services and limits a day's warnings name. */
  private static final int MAX_WARNINGS = 1000;

  private final DailyLimits limits;
  private final long maxBytes;
  private final InstantSource clock;
  private final IngestMetrics metrics;
  private final long seed = new SecureRandom().nextLong();

  /** By service, the one that was not seen for the longest time first. */
  private final Map<String, KnownThings> known = new LinkedHashMap<>(16, 0.75f, true);

  private IdSet services;

  private final Set<Warning> warned = new HashSet<>();
  private long today;
  private long calls;

  /**
   * @param maxBytes of memory, about: beyond it, services that were not seen for the longest time
   *     begin anew; a single one learns nothing but names beyond half of it. Names of services are
   *     kept besides
   */
  DailyCaps(DailyLimits limits, long maxBytes, InstantSource clock, IngestMetrics metrics) {
    this.limits = limits;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.metrics = metrics;
    this.services = new IdSet(seed);
  }

  /** Refuses a profile with whose names there would be more of them than are taken in a day. */
  void check(Origin origin, DecodedProfile content) throws RejectedProfileException {
    List<String> types = content.measures().stream().map(DecodedProfile.Measure::type).toList();
    KnownThings service = ofNew(origin.service());
    if (service == null) {
      throw refusal("services", limits.names().services(), limits.names().services().maximum() + 1);
    }
    KnownNames.TooMany tooMany = service.learn(origin, types).orElse(null);
    if (tooMany != null) {
      throw refusal(tooMany.names() + " of " + origin.service(), tooMany.limit(), tooMany.count());
    }
  }

  private RejectedProfileException refusal(String names, Limit limit, long count) {
    String what = "Of today, the number of different " + names + " is";
    if (warns(names, limit)) {
      LOG.warn(
          "{}. Profiles with further ones are refused. Is one made up at each start?",
          limit.message(what, count));
    }
    return new RejectedProfileException(
        limit.message(what, count), limit.setting(), count, limit.maximum());
  }

  /** The profile with what is beyond the service's limits counted under {@code (other)}. */
  DecodedProfile fold(String service, DecodedProfile content) {
    Map<Limit, Integer> broken = new HashMap<>();
    DecodedProfile folded = of(service).fold(content, broken);
    broken.forEach((limit, count) -> report(service, limit, count));
    return folded;
  }

  /** What of a service is known; null if it is one too many. */
  private synchronized KnownThings ofNew(String service) {
    KnownThings found = of(service);
    long id = KnownNames.id("service", service);
    if (!services.contains(id)) {
      if (services.size() >= limits.names().services().maximum()) {
        known.remove(service);
        return null;
      }
      services.add(id);
    }
    return found;
  }

  private synchronized KnownThings of(String service) {
    long day = Math.floorDiv(clock.millis(), DAY);
    if (day != today) {
      today = day;
      known.clear();
      services = new IdSet(seed);
      warned.clear();
    }
    if (++calls % TRIM_EVERY == 0) {
      trim();
    }
    return known.computeIfAbsent(service, any -> new KnownThings(limits, seed, maxBytes / 2));
  }

  private void trim() {
    long bytes = known.entrySet().stream().mapToLong(DailyCaps::bytes).sum();
    for (Iterator<Map.Entry<String, KnownThings>> all = known.entrySet().iterator();
        bytes > maxBytes && known.size() > 1; ) {
      bytes -= bytes(all.next());
      all.remove();
    }
  }

  private static long bytes(Map.Entry<String, KnownThings> service) {
    return BYTES_A_SERVICE
        + (long) Character.BYTES * service.getKey().length()
        + service.getValue().bytes();
  }

  private void report(String service, Limit limit, int count) {
    metrics.folded(limit.setting(), count);
    if (warns(service, limit)) {
      LOG.warn(
          "{} sent more different things today than the {} that {} allows, or than there is memory"
              + " for: further ones are counted as (other)",
          service,
          limit.maximum(),
          limit.setting());
    }
  }

  private synchronized boolean warns(String service, Limit limit) {
    return warned.size() < MAX_WARNINGS && warned.add(new Warning(service, limit));
  }

  private record Warning(String service, Limit limit) {}
}

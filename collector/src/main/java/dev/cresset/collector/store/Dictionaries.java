package dev.cresset.collector.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dictionaries in use: one for each family of profiles of a service, begun anew each day. To
 * forget one is harmless: the next profile begins another. Safe for use by many threads.
 */
final class Dictionaries {
  /** Of one dictionary; beyond it, another begins. */
  private static final int MAX_NUMBERS = 1 << 20;

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final InstantSource clock;
  private final long maxPairs;
  private final SecureRandom random = new SecureRandom();

  /** The one that was not used for the longest time first. */
  private final Map<Key, Dictionary> inUse = new LinkedHashMap<>(16, 0.75f, true);

  private long today;

  /**
   * @param maxPairs of all dictionaries, about
   */
  Dictionaries(InstantSource clock, long maxPairs) {
    this.clock = clock;
    this.maxPairs = maxPairs;
  }

  /** As many as a tenth of the heap has room for. */
  static Dictionaries ofHeap(long heap) {
    return new Dictionaries(InstantSource.system(), heap / 10 / PairNumbers.BYTES_A_PAIR);
  }

  synchronized Dictionary of(String service, String family) {
    long day = Math.floorDiv(clock.millis(), DAY);
    if (day != today) {
      today = day;
      inUse.clear();
    }
    Key key = new Key(service, family);
    Dictionary known = inUse.get(key);
    if (known != null && known.size() < MAX_NUMBERS) {
      return known;
    }
    Dictionary begun = new Dictionary(random.nextLong());
    inUse.put(key, begun);
    return begun;
  }

  /** What is in the table of its numbers is not known any more. */
  synchronized void forget(Dictionary dictionary) {
    inUse.values().remove(dictionary);
  }

  /** Forgets those not used for the longest time, if there is too much. */
  synchronized void trim() {
    long pairs = inUse.values().stream().mapToLong(Dictionary::size).sum();
    for (Iterator<Dictionary> all = inUse.values().iterator(); pairs > maxPairs; ) {
      pairs -= all.next().size();
      all.remove();
    }
  }

  private record Key(String service, String family) {}
}

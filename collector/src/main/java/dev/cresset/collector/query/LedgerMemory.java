package dev.cresset.collector.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cresset.collector.query.RollupLedger.Entries;
import dev.cresset.collector.query.RollupLedger.Hour;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the ledger said last, so that a question about the time until now need not wait for it: its
 * answer is made by what was known, and then the ledger is read as it is after any answer. So what
 * is remembered is never wrong for long enough to be seen, only a little short: of what was rolled
 * up since, profiles answer. Safe for use by many threads.
 */
final class LedgerMemory {
  /** Minutes closed since are read from profiles, which takes longer. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private static final long MAX_HOURS = 50_000;

  private final Cache<Key, Known> memory =
      Caffeine.newBuilder()
          .maximumWeight(MAX_HOURS)
          .weigher((Key key, Known known) -> 10 + known.entries.hours().size())
          .expireAfterWrite(FRESH)
          .build();

  private record Key(String service, String type) {
    static Key of(Selection selection) {
      return new Key(selection.service(), selection.type());
    }
  }

  /**
   * What is known of a time.
   *
   * @param late minutes that had more profiles than the ledger knew of
   */
  record Known(Entries entries, SortedSet<Long> late) {}

  /**
   * What is known, if it reaches.
   *
   * @param from start of the first hour
   */
  Optional<Known> of(Selection selection, long from, long to) {
    return Optional.ofNullable(memory.getIfPresent(Key.of(selection)))
        .filter(known -> known.entries.from() <= from && to <= known.entries.to());
  }

  /**
   * Takes the place of what was known of the same time; unless nothing of it was rolled up, which
   * would tell nothing of the time before.
   */
  void remember(Selection selection, Known now) {
    Entries entries = now.entries;
    if (entries.from() < entries.closed() && entries.closed() < entries.to()) {
      memory.asMap().merge(Key.of(selection), now, LedgerMemory::joined);
    }
  }

  /** What is new, and what is older than that. */
  private static Known joined(Known old, Known now) {
    long from = now.entries.from();
    if (old.entries.from() >= from || old.entries.closed() < from) {
      return now;
    }
    SortedMap<Long, Hour> hours = new TreeMap<>(old.entries.hours().headMap(from));
    hours.putAll(now.entries.hours());
    SortedSet<Long> late = new TreeSet<>(old.late.headSet(from));
    late.addAll(now.late);
    return new Known(
        new Entries(old.entries.from(), now.entries.to(), now.entries.closed(), hours), late);
  }
}

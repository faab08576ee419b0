package dev.cresset.collector.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;

/**
 * Ids known to be in their table. To forget one is harmless, it is only written once more. After a
 * while all are, so that a table that lost rows heals, and that what is in use is not deleted as
 * old ({@link Retention}).
 */
final class AnnouncedIds {
  private final Cache<Long, Boolean> ids;

  AnnouncedIds(int maximum, Duration memory) {
    this.ids = Caffeine.newBuilder().maximumSize(maximum).expireAfterWrite(memory).build();
  }

  boolean contains(long id) {
    return ids.getIfPresent(id) != null;
  }

  void addAll(Collection<Long> added) {
    added.forEach(id -> ids.put(id, Boolean.TRUE));
  }
}

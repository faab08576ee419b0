package dev.cresset.collector.store;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Ids known to be in their table. To forget one is harmless, it is only written once more. After a
 * while all are, so that a table that lost rows heals, and that what is in use is not deleted as
 * old ({@link Retention}). None is 0. Safe for use by many threads.
 */
final class AnnouncedIds {
  /** How many places there are for an id: as many as are read from memory at once. */
  private static final int WAYS = 8;

  private final int maximum;
  private final long halfTime;
  private final LongSupplier nanoTime;
  private volatile Known known;

  /**
   * @param maximum how many are added before some are forgotten, about
   * @param memory for how long at most, and for half as long at least
   */
  AnnouncedIds(int maximum, Duration memory, LongSupplier nanoTime) {
    this.maximum = Math.max(WAYS, Integer.highestOneBit(maximum));
    this.halfTime = memory.toNanos() / 2;
    this.nanoTime = nanoTime;
    this.known = new Known(nanoTime.getAsLong(), table(), table());
  }

  private AtomicLongArray table() {
    return new AtomicLongArray(maximum);
  }

  /** Those known now; to be asked for again after a moment. */
  Known known() {
    Known now = known;
    return nanoTime.getAsLong() - now.since < halfTime ? now : renewed();
  }

  private synchronized Known renewed() {
    long now = nanoTime.getAsLong();
    long age = now - known.since;
    if (age >= 2 * halfTime) {
      known = new Known(now, table(), table());
    } else if (age >= halfTime) {
      // Not as of now: what was the first to be added would be known for longer.
      known = new Known(known.since + halfTime, table(), known.recent);
    }
    return known;
  }

  void addAll(Collection<Long> added) {
    AtomicLongArray recent = known().recent;
    added.forEach(id -> add(recent, id));
  }

  /** In place of the oldest. What two threads do at once may have an id forgotten. */
  private static void add(AtomicLongArray table, long id) {
    int first = first(table, id);
    for (int place = first + WAYS - 1; place > first; place--) {
      table.setOpaque(place, table.getOpaque(place - 1));
    }
    table.setOpaque(first, id);
  }

  /** Ids are hashes already. */
  private static int first(AtomicLongArray table, long id) {
    return (int) id & (table.length() - WAYS);
  }

  /**
   * @param since when what is in {@code recent} was added at the earliest, in nanoseconds
   */
  record Known(long since, AtomicLongArray recent, AtomicLongArray older) {
    boolean contains(long id) {
      return isIn(recent, id) || isIn(older, id);
    }

    private static boolean isIn(AtomicLongArray table, long id) {
      int first = first(table, id);
      for (int place = first; place < first + WAYS; place++) {
        if (table.getOpaque(place) == id) {
          return true;
        }
      }
      return false;
    }
  }
}

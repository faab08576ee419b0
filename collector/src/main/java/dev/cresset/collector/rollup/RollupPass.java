package dev.cresset.collector.rollup;

import dev.cresset.collector.rollup.Ledger.Entry;
import dev.cresset.collector.rollup.Ledger.Progress;
import dev.cresset.collector.rollup.StoredProfiles.Count;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.Retention;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rolls up what is new: one look at everything that arrived since the last. Can be repeated, ended
 * anywhere, and run by several servers at once, for what a bucket has is compared with the ledger,
 * and computed from nothing where they differ.
 */
final class RollupPass {
  private final Ledger ledger;
  private final StoredProfiles profiles;
  private final RollupTables tables;
  private final RollupWriter writer;
  private final RollupTiming timing;
  private final Kept kept;
  private final RollupMetrics metrics;

  RollupPass(
      RollupDatabase database,
      String tenant,
      RollupTiming timing,
      Kept kept,
      RollupMetrics metrics) {
    this.ledger = new Ledger(database, tenant);
    this.profiles = new StoredProfiles(database, tenant);
    this.tables = new RollupTables(database, tenant);
    this.writer = new RollupWriter(ledger, tables, metrics);
    this.timing = timing;
    this.kept = kept;
    this.metrics = metrics;
  }

  /**
   * @param unfinishedToo whether to look, too, for what somebody began long ago and never ended
   * @return whether everything is rolled up; what failed, or was changed by another server
   *     meanwhile, is unfinished in the ledger, and has another chance with {@code unfinishedToo}
   */
  boolean run(boolean unfinishedToo) throws SQLException {
    long began = System.nanoTime();
    long failures = writer.failures();
    Instant now = profiles.now();
    Progress before = ledger.progress();
    Progress after =
        new Progress(
            now.minus(timing.visible()), Bucket.floor(now.minus(timing.grace()), Bucket.MINUTE));
    // Of older buckets some profiles may have been deleted: they stay as they are.
    Instant oldest = oldest(now, kept.retention().longest(Retention::profileDays));
    boolean complete = true;
    for (var hour : hours(before, after, oldest, unfinishedToo).entrySet()) {
      Instant end = hour.getKey().plusSeconds(Bucket.HOUR);
      boolean over = !end.isAfter(after.closed());
      Ages ages = new Ages(now.plusNanos(System.nanoTime() - began));
      complete &= rollUpMinutes(hour.getValue(), hour.getKey(), over ? end : after.closed(), ages);
      complete &= !over || rollUpHour(hour.getKey(), end, ages);
    }
    // Not each time: a part of a table is written for it.
    if (after.closed().isAfter(before.closed())) {
      ledger.advance(after);
    }
    boolean failed = writer.failures() > failures;
    metrics.passed(
        failed ? Optional.empty() : Optional.of(after.closed()), System.nanoTime() - began);
    return complete;
  }

  /** What there is of buckets at a time. */
  private final class Ages {
    private final Instant now;

    Ages(Instant now) {
      this.now = now;
    }

    /** Whether some of its profiles may have been deleted: it stays as it is. */
    boolean isFinal(Bucket bucket) {
      int days = kept.retention().of(bucket.service()).profileDays();
      return bucket.start().isBefore(oldest(now, days));
    }

    /** Whether it is of an hour whose minutes have no stack traces any more. */
    boolean hasNoMinutes(Bucket bucket) {
      return Bucket.floor(bucket.start(), Bucket.HOUR)
          .isBefore(kept.minutesWrittenFrom(bucket.service(), now));
    }
  }

  /** Where there are all profiles of some days, of whole hours. */
  private static Instant oldest(Instant now, int days) {
    return Bucket.floor(now.minus(Duration.ofDays(days)), Bucket.HOUR).plusSeconds(Bucket.HOUR);
  }

  /** The hours to look at, the newest first, with what of them was seen already. */
  private SortedMap<Instant, Progress> hours(
      Progress before, Progress after, Instant oldest, boolean unfinishedToo) throws SQLException {
    SortedMap<Instant, Progress> hours = new TreeMap<>(Comparator.reverseOrder());
    Instant ended = Bucket.floor(before.closed(), Bucket.HOUR);
    for (Instant hour : ledger.hours(ended.isAfter(oldest) ? ended : oldest, after.closed())) {
      hours.put(hour, before);
    }
    for (Instant hour : profiles.unseenHours(before, oldest, after.closed())) {
      hours.put(hour, before);
    }
    if (unfinishedToo) {
      for (Instant hour :
          ledger.unfinishedHours(oldest, Bucket.floor(after.closed(), Bucket.HOUR))) {
        hours.put(hour, Progress.NONE);
      }
    }
    return hours;
  }

  private boolean rollUpMinutes(Progress seen, Instant from, Instant to, Ages ages)
      throws SQLException {
    Map<Bucket, Entry> entries = ledger.entries(Bucket.MINUTE, from, to);
    Map<Bucket, Count> rows = profiles.rowsOfUnseen(seen, from, to);
    rows.keySet().removeIf(ages::isFinal);
    // Rows are at least as many as profiles, and profiles at least as many as were rolled up: where
    // the first and the last are equal, nothing is new.
    rows.entrySet()
        .removeIf(
            row -> entry(entries, row.getKey()).equals(new Entry(row.getValue().profiles(), true)));
    boolean complete = true;
    for (Map<Bucket, Count> batch : Batches.of(rows, Count::entries)) {
      if (from.isBefore(kept.deletedUntil())) {
        // What is left is not all. It is known some minutes before it is deleted.
        return complete;
      }
      Map<Bucket, Long> due = new HashMap<>();
      long late = 0;
      for (var minute : profiles.different(Bucket.MINUTE, batch.keySet(), from, to).entrySet()) {
        Entry entry = entry(entries, minute.getKey());
        long count = minute.getValue().profiles();
        if (count > entry.profiles() || count == entry.profiles() && !entry.whole()) {
          due.put(minute.getKey(), count);
          late += entry.whole() ? count - entry.profiles() : 0;
        }
      }
      complete &=
          writer.write(Bucket.MINUTE, taken(due, ages::hasNoMinutes), tables::writeMinutesWindows);
      Map<Bucket, Long> again = new HashMap<>(due);
      again.keySet().retainAll(entries.keySet());
      due.keySet().removeAll(again.keySet());
      complete &= writer.write(Bucket.MINUTE, due, tables::writeMinutes);
      complete &= writer.write(Bucket.MINUTE, again, tables::writeMinutesAgain);
      metrics.late(late);
    }
    return complete;
  }

  private boolean rollUpHour(Instant from, Instant to, Ages ages) throws SQLException {
    Map<Bucket, Entry> entries = ledger.entries(Bucket.HOUR, from, to);
    Map<Bucket, Long> due = new HashMap<>();
    ledger
        .hoursOfMinutes(from, to)
        .forEach((hour, minutes) -> {
          Entry entry = entry(entries, hour);
          if (minutes.whole() && (minutes.profiles() > entry.profiles() || !entry.whole())) {
            due.put(hour, minutes.profiles());
          }
        });
    due.keySet().removeIf(ages::isFinal);
    boolean complete = writeHoursOfProfiles(taken(due, ages::hasNoMinutes), from, to);
    if (due.isEmpty()) {
      return complete;
    }
    for (Map<Bucket, Long> batch : Batches.of(tables.minuteRows(due.keySet()), rows -> rows)) {
      batch.replaceAll((hour, rows) -> due.remove(hour));
      complete &= writer.write(Bucket.HOUR, batch, tables::writeHours);
    }
    // Profiles without samples have no rows.
    return complete & writer.write(Bucket.HOUR, due, tables::writeHours);
  }

  /** From profiles, which have to be there still. */
  private boolean writeHoursOfProfiles(Map<Bucket, Long> due, Instant from, Instant to)
      throws SQLException {
    if (due.isEmpty() || from.isBefore(kept.deletedUntil())) {
      return true;
    }
    boolean complete = true;
    var counts = profiles.different(Bucket.HOUR, due.keySet(), from, to);
    for (Map<Bucket, Count> batch : Batches.of(counts, Count::entries)) {
      Map<Bucket, Long> hours = new HashMap<>(due);
      hours.keySet().retainAll(batch.keySet());
      complete &= writer.write(Bucket.HOUR, hours, tables::writeHoursOfProfiles);
    }
    return complete;
  }

  /** Takes some buckets out of others. */
  private static Map<Bucket, Long> taken(Map<Bucket, Long> from, Predicate<Bucket> which) {
    Map<Bucket, Long> taken = new HashMap<>(from);
    taken.keySet().removeIf(which.negate());
    from.keySet().removeAll(taken.keySet());
    return taken;
  }

  private static Entry entry(Map<Bucket, Entry> entries, Bucket bucket) {
    return entries.getOrDefault(bucket, Entry.NONE);
  }
}

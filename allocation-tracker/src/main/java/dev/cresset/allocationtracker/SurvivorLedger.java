package dev.cresset.allocationtracker;

import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The sampled objects that have not been collected yet. Bounded: when it is full, each object stays
 * with a chance of one half and stands for twice as many, so that sums stay right on average. Used
 * by one thread at a time.
 */
final class SurvivorLedger {
  private final int capacity;
  private final SplittableRandom random;
  private final ReferenceQueue<Object> dead = new ReferenceQueue<>();
  private final Set<LedgerEntry> entries = new HashSet<>();
  private final Map<Site, SiteRecord> sites = new HashMap<>();
  private final Map<StackTrace, StackTrace> stacks = new HashMap<>();
  private FollowedClasses followed = new FollowedClasses(Collections.emptySet());
  private int thinnings;

  SurvivorLedger(int capacity, SplittableRandom random) {
    this.capacity = capacity;
    this.random = random;
  }

  /** What has the end of an object told. */
  ReferenceQueue<Object> queue() {
    return dead;
  }

  /** Keeps to these sites from now on, and drops what it has of others. */
  void follow(FollowedClasses classes) {
    followed = classes;
    sites.keySet().removeIf(site -> !classes.contains(site));
    entries.removeIf(entry -> !classes.contains(entry.site()));
  }

  /**
   * Takes an entry in, or leaves it out: where others of its time were thinned out, and where its
   * site is not followed, as copies are passed whatever their class is.
   */
  void add(LedgerEntry entry) {
    if (!followed.contains(entry.site())) {
      return;
    }
    SiteRecord record = record(entry.site());
    record.sampled++;
    if (entry.isDead()) {
      record.died++;
      return;
    }
    while (entry.thinnings() < thinnings) {
      if (random.nextBoolean()) {
        return;
      }
      entry.standForAnother();
    }
    entries.add(entry);
    if (entries.size() > capacity) {
      thin();
    }
  }

  private void thin() {
    thinnings++;
    entries.removeIf(entry -> {
      if (entry.thinnings() >= thinnings) {
        return false;
      }
      if (random.nextBoolean()) {
        return true;
      }
      entry.standForAnother();
      return false;
    });
  }

  /** Removes what was collected. */
  void bury() {
    for (Reference<?> end; (end = dead.poll()) != null; ) {
      LedgerEntry entry = (LedgerEntry) end;
      entry.die();
      if (entries.remove(entry)) {
        record(entry.site()).died++;
      }
    }
    if (thinnings > 0 && entries.size() < capacity / 4) {
      thinnings--;
    }
  }

  /** What was seen of a site since {@link #forget}. */
  SiteRecord record(Site site) {
    return sites.computeIfAbsent(site, any -> new SiteRecord());
  }

  /** How many objects of a site came in since it is followed; zero if it is not. */
  long sampled(Site site) {
    SiteRecord record = sites.get(site);
    return record == null ? 0 : record.sampled;
  }

  /** Brings the records' {@link SiteRecord#survivors} up to date. */
  void countSurvivors(long judged) {
    sites.values().forEach(SiteRecord::clearSurvivors);
    for (LedgerEntry entry : entries) {
      if (entry.hasSurvived(judged)) {
        record(entry.site()).survived(entry.bytes());
      }
    }
  }

  /** Drops a site that is not followed any more. */
  void forget(Site site) {
    sites.remove(site);
    entries.removeIf(entry -> entry.site().equals(site));
  }

  /**
   * Adds what is in use to a profile.
   *
   * @param judged what was seen up to this collection has survived one
   */
  void writeTo(Profile.Builder profile, long judged) {
    for (LedgerEntry entry : entries) {
      if (entry.hasSurvived(judged)) {
        String className = entry.stackTrace().frame(0).className();
        profile.add(
            entry.stackTrace(),
            Labels.EMPTY.with(Labels.CLASS, className),
            1,
            entry.objects(),
            entry.bytes());
      }
    }
  }

  /** The same stack trace as an entry's that has an equal one, so that memory is shared. */
  StackTrace shared(StackTrace stackTrace) {
    if (stacks.size() > 2 * capacity) {
      stacks.clear();
      entries.forEach(entry -> stacks.put(entry.stackTrace(), entry.stackTrace()));
    }
    StackTrace known = stacks.putIfAbsent(stackTrace, stackTrace);
    return known == null ? stackTrace : known;
  }

  int size() {
    return entries.size();
  }

  /** How many objects of its kind a newly sampled one stands for, because of the bound. */
  long thinning() {
    return 1L << thinnings;
  }

  /** What became of the samples of one site. */
  static final class SiteRecord {
    private long sampled;
    private long died;
    private long survivors;
    private long survivingBytes;

    long sampled() {
      return sampled;
    }

    long died() {
      return died;
    }

    long survivors() {
      return survivors;
    }

    long survivingBytes() {
      return survivingBytes;
    }

    private void clearSurvivors() {
      survivors = 0;
      survivingBytes = 0;
    }

    private void survived(long bytes) {
      survivors++;
      survivingBytes += bytes;
    }
  }
}

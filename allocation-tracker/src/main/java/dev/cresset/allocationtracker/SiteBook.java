package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.SurvivorLedger.SiteRecord;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Decides which sites are followed: those of the allocation profile take turns by the bytes that
 * they allocate, and those whose objects are seen to survive stay. Used by one thread at a time.
 */
final class SiteBook {
  private static final int MAX_CANDIDATES = 2048;
  private static final int MAX_NEW_CLASSES = 16;

  /** So many of a site's samples died and none survived: it makes garbage. */
  private static final long ENOUGH_DEAD = 16;

  private static final long MIN_STAY_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final long SHORTEST_REST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int MAX_DOUBLINGS = 7;

  private final Predicate<String> mayBeOwner;
  private final int maxClasses;
  private final Map<Site, Candidate> candidates = new HashMap<>();
  private final Map<Site, Long> followedSince = new HashMap<>();

  /**
   * @param mayBeOwner which classes can be instrumented, by name as in class files
   */
  SiteBook(Predicate<String> mayBeOwner, int maxClasses) {
    this.mayBeOwner = mayBeOwner;
    this.maxClasses = maxClasses;
  }

  /** Notes what was allocated where in a window. */
  void observe(Profile allocations) {
    int bytes = allocations.family().types().indexOf(allocations.family().defaultType());
    for (Sample sample : allocations.samples()) {
      Site site = Site.of(sample.stackTrace(), mayBeOwner);
      if (site != null) {
        candidates.computeIfAbsent(site, any -> new Candidate()).bytes += sample.value(bytes);
      }
    }
    if (candidates.size() > MAX_CANDIDATES) {
      forgetSmallest();
    }
  }

  private void forgetSmallest() {
    List<Site> smallest = new ArrayList<>(candidates.keySet());
    smallest.removeAll(followedSince.keySet());
    smallest.sort(Comparator.comparingDouble(site -> candidates.get(site).bytes));
    smallest.subList(0, smallest.size() / 2).forEach(candidates::remove);
  }

  /**
   * Drops what makes garbage only, and takes others up.
   *
   * @return the sites to follow from now on
   */
  Set<Site> review(SurvivorLedger ledger, long nanoTime) {
    for (Site site : new ArrayList<>(followedSince.keySet())) {
      if (isGarbage(ledger.record(site))) {
        drop(site, ledger, nanoTime);
      }
    }
    List<Site> waiting = waiting(nanoTime);
    if (!waiting.isEmpty() && owners().size() >= maxClasses) {
      dropLeast(ledger, nanoTime);
    }
    takeUp(waiting, nanoTime);
    return new HashSet<>(followedSince.keySet());
  }

  private static boolean isGarbage(SiteRecord record) {
    return record.died() >= ENOUGH_DEAD && record.survivors() * 100 < record.died();
  }

  private void drop(Site site, SurvivorLedger ledger, long nanoTime) {
    ledger.forget(site);
    followedSince.remove(site);
    Candidate candidate = candidates.computeIfAbsent(site, any -> new Candidate());
    candidate.bytes = 0;
    candidate.rest(nanoTime);
  }

  /** Of those that were followed for long, the one with the least in use gives way. */
  private void dropLeast(SurvivorLedger ledger, long nanoTime) {
    followedSince.keySet().stream()
        .filter(site -> nanoTime - followedSince.get(site) > MIN_STAY_NANOS)
        .min(Comparator.comparingLong(site -> ledger.record(site).survivingBytes()))
        .ifPresent(site -> drop(site, ledger, nanoTime));
  }

  /** Most bytes first. */
  private List<Site> waiting(long nanoTime) {
    List<Site> waiting = new ArrayList<>();
    candidates.forEach((site, candidate) -> {
      if (candidate.isReady(nanoTime) && !followedSince.containsKey(site)) {
        waiting.add(site);
      }
    });
    waiting.sort(Comparator.comparingDouble(site -> -candidates.get(site).bytes));
    return waiting;
  }

  private void takeUp(List<Site> waiting, long nanoTime) {
    Set<String> owners = owners();
    int newClasses = 0;
    for (Site site : waiting) {
      boolean isNew = !owners.contains(site.owner());
      if (isNew && (owners.size() >= maxClasses || newClasses >= MAX_NEW_CLASSES)) {
        continue;
      }
      newClasses += isNew ? 1 : 0;
      owners.add(site.owner());
      followedSince.put(site, nanoTime);
    }
  }

  private Set<String> owners() {
    Set<String> owners = new HashSet<>();
    followedSince.keySet().forEach(site -> owners.add(site.owner()));
    return owners;
  }

  private static final class Candidate {
    private double bytes;
    private int trials;
    private long readyNanoTime;

    boolean isReady(long nanoTime) {
      return bytes > 0 && (trials == 0 || nanoTime - readyNanoTime >= 0);
    }

    /** Each time for longer, since retransforming a class costs its compiled code. */
    void rest(long nanoTime) {
      readyNanoTime = nanoTime + (SHORTEST_REST_NANOS << trials);
      trials = Math.min(trials + 1, MAX_DOUBLINGS);
    }
  }
}

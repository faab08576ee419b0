package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.SurvivorLedger.SiteRecord;
import dev.cresset.profile.Profile;
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
 * Decides which sites are followed, one class after the other. Where sessions tell what survives,
 * those whose objects did; elsewhere the sites of the allocation profile take turns, by the bytes
 * that they allocate, and those whose objects are seen to survive stay. Used by one thread at a
 * time.
 */
final class SiteBook {
  /** Where it is not known beforehand what survives, so many classes are tried at a time. */
  private static final int MAX_TRIED_CLASSES = 8;

  /** So many of a site's samples died and none survived: it makes garbage. */
  private static final long ENOUGH_DEAD = 16;

  private static final long MIN_STAY_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final SiteCandidates candidates;
  private final int maxClasses;
  private final Map<Site, Long> followedSince = new HashMap<>();
  private boolean knowsSurvivors;

  /**
   * @param mayBeOwner which classes can be instrumented, by name as in class files
   */
  SiteBook(Predicate<String> mayBeOwner, int maxClasses) {
    this.candidates = new SiteCandidates(mayBeOwner);
    this.maxClasses = maxClasses;
  }

  /** Whether only sites are followed whose objects are known to survive. */
  void setKnowsSurvivors(boolean known) {
    knowsSurvivors = known;
  }

  /** Notes what was allocated where in a window. */
  void observe(Profile allocations) {
    candidates.observe(allocations);
    candidates.keepToBound(followedSince.keySet());
  }

  /** Notes what was in use at the end of a session; each of its objects is another one. */
  void survived(List<SessionSurvivors.Survivor> survivors) {
    candidates.survived(survivors);
    candidates.keepToBound(followedSince.keySet());
  }

  /**
   * Takes up one class, or gives one up that is in the way of others.
   *
   * @return the sites to follow from now on; those of one class at most are others than before
   */
  Set<Site> step(SurvivorLedger ledger, long nanoTime) {
    List<Site> waiting = candidates.waiting(followedSince.keySet(), knowsSurvivors, nanoTime);
    if (!waiting.isEmpty()) {
      String owner = waiting.get(0).owner();
      if (owners().contains(owner) || owners().size() < mostClasses()) {
        takeUp(owner, waiting, ledger, nanoTime);
      } else {
        giveUpOne(ledger, nanoTime);
      }
    }
    return new HashSet<>(followedSince.keySet());
  }

  private int mostClasses() {
    return knowsSurvivors ? maxClasses : Math.min(maxClasses, MAX_TRIED_CLASSES);
  }

  /** All of the class at once, and what of it makes garbage goes: it is changed only once. */
  private void takeUp(String owner, List<Site> waiting, SurvivorLedger ledger, long nanoTime) {
    for (Site site : followedOf(owner)) {
      if (isGarbage(ledger.record(site))) {
        drop(site, ledger, nanoTime);
      }
    }
    waiting.stream()
        .filter(site -> site.owner().equals(owner))
        .forEach(site -> followedSince.put(site, nanoTime));
  }

  /**
   * A class that makes nothing but garbage goes first; of those that were followed for long, the
   * one with the least in use. While nobody waits for its place, a class stays, whatever it makes:
   * to change it back would cost more than it does.
   */
  private void giveUpOne(SurvivorLedger ledger, long nanoTime) {
    Comparator<String> leastInUse = Comparator.comparingLong(owner -> inUse(owner, ledger));
    owners().stream()
        .filter(owner -> makesGarbage(owner, ledger) || stayedEnough(owner, nanoTime))
        .min(
            Comparator.<String, Boolean>comparing(owner -> !makesGarbage(owner, ledger))
                .thenComparing(leastInUse))
        .ifPresent(owner -> followedOf(owner).forEach(site -> drop(site, ledger, nanoTime)));
  }

  private boolean makesGarbage(String owner, SurvivorLedger ledger) {
    return followedOf(owner).stream().allMatch(site -> isGarbage(ledger.record(site)));
  }

  private static boolean isGarbage(SiteRecord record) {
    return record.died() >= ENOUGH_DEAD && record.survivors() * 100 < record.died();
  }

  private boolean stayedEnough(String owner, long nanoTime) {
    return followedOf(owner).stream()
        .allMatch(site -> nanoTime - followedSince.get(site) > MIN_STAY_NANOS);
  }

  private long inUse(String owner, SurvivorLedger ledger) {
    return followedOf(owner).stream().mapToLong(s -> ledger.record(s).survivingBytes()).sum();
  }

  private void drop(Site site, SurvivorLedger ledger, long nanoTime) {
    ledger.forget(site);
    followedSince.remove(site);
    candidates.rest(site, nanoTime);
  }

  /** A site was not found in its class, or not where it can be followed: it rests as others do. */
  void refuse(Site site, SurvivorLedger ledger, long nanoTime) {
    drop(site, ledger, nanoTime);
  }

  private List<Site> followedOf(String owner) {
    List<Site> sites = new ArrayList<>();
    for (Site site : followedSince.keySet()) {
      if (site.owner().equals(owner)) {
        sites.add(site);
      }
    }
    return sites;
  }

  private Set<String> owners() {
    Set<String> owners = new HashSet<>();
    followedSince.keySet().forEach(site -> owners.add(site.owner()));
    return owners;
  }
}

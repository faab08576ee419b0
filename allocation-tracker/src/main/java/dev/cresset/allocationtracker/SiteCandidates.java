package dev.cresset.allocationtracker;

import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.profile.StackTrace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What is known of the sites that might be followed. Used by one thread at a time. */
final class SiteCandidates {
  private static final int MAX_CANDIDATES = 2048;

  /**
   * So many of a site's objects were in use at the ends of sessions: it leaves something behind.
   */
  private static final int ENOUGH_SURVIVORS = 4;

  private static final long SHORTEST_REST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int MAX_DOUBLINGS = 7;

  private final Predicate<String> mayBeOwner;
  private final Map<Site, Candidate> candidates = new HashMap<>();

  /**
   * @param mayBeOwner which classes can be instrumented, by name as in class files
   */
  SiteCandidates(Predicate<String> mayBeOwner) {
    this.mayBeOwner = mayBeOwner;
  }

  /** Notes what was allocated where in a window. */
  void observe(Profile allocations) {
    int bytes = allocations.family().types().indexOf(allocations.family().defaultType());
    for (Sample sample : allocations.samples()) {
      Site site = siteOf(sample.stackTrace());
      if (site != null) {
        candidate(site).bytes += sample.value(bytes);
      }
    }
  }

  /** Notes what was in use at the end of a session; each of its objects is another one. */
  void survived(List<SessionSurvivors.Survivor> survivors) {
    candidates.values().forEach(candidate -> candidate.survivingBytes = 0);
    for (SessionSurvivors.Survivor survivor : survivors) {
      Site site = siteOf(survivor.stackTrace());
      if (site != null) {
        candidate(site).survivors++;
        candidate(site).survivingBytes += survivor.bytes();
      }
    }
  }

  private Site siteOf(StackTrace stack) {
    return Site.of(stack, mayBeOwner);
  }

  private Candidate candidate(Site site) {
    return candidates.computeIfAbsent(site, any -> new Candidate());
  }

  /** Forgets the least if there are too many. */
  void keepToBound(Set<Site> followed) {
    if (candidates.size() > MAX_CANDIDATES) {
      List<Site> least = new ArrayList<>(candidates.keySet());
      least.removeAll(followed);
      least.sort(mostFirst().reversed());
      least.subList(0, least.size() / 2).forEach(candidates::remove);
    }
  }

  /**
   * Those that are worth following and do not rest, the best first.
   *
   * @param survivorsOnly only where objects are known to survive; else wherever some are made
   */
  List<Site> waiting(Set<Site> followed, boolean survivorsOnly, long nanoTime) {
    List<Site> waiting = new ArrayList<>();
    candidates.forEach((site, candidate) -> {
      boolean worthwhile =
          survivorsOnly ? candidate.survivors >= ENOUGH_SURVIVORS : candidate.bytes > 0;
      if (worthwhile && candidate.isReady(nanoTime) && !followed.contains(site)) {
        waiting.add(site);
      }
    });
    waiting.sort(mostFirst());
    return waiting;
  }

  private Comparator<Site> mostFirst() {
    return Comparator.<Site>comparingDouble(site -> -candidates.get(site).survivingBytes)
        .thenComparingDouble(site -> -candidates.get(site).bytes);
  }

  /** It was given up, and is to be known anew: each time it rests for longer. */
  void rest(Site site, long nanoTime) {
    candidate(site).rest(nanoTime);
  }

  private static final class Candidate {
    private double bytes;
    private int survivors;
    private double survivingBytes;
    private int trials;
    private long readyNanoTime;

    boolean isReady(long nanoTime) {
      return trials == 0 || nanoTime - readyNanoTime >= 0;
    }

    /** Each time for longer, since retransforming a class costs its compiled code. */
    void rest(long nanoTime) {
      bytes = 0;
      survivors = 0;
      survivingBytes = 0;
      readyNanoTime = nanoTime + (SHORTEST_REST_NANOS << trials);
      trials = Math.min(trials + 1, MAX_DOUBLINGS);
    }
  }
}

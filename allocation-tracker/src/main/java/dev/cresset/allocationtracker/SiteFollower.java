package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.JvmShutdown;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Decides by what is observed which sites are followed, has their classes changed, one step after
 * the other, and takes in their objects, on a thread of its own; after {@link #close} the classes
 * are what they were. What it knows is guarded by its own lock: any thread may tell and ask.
 */
final class SiteFollower {
  /** While something is followed: what is sampled waits in a queue that has an end. */
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LEAST_REVIEW_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** About as often as a window tells something new. */
  private static final long MOST_REVIEW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LiveConfig config;
  private final LiveClasses classes;
  private final LiveObjects objects;
  private final LiveInstrumentation instrumentation;
  private final SiteBook book;
  private final StepPace pace;
  private final SessionSurvivors survivors;
  private final long reviewNanos;
  private final Thread thread = new Thread(this::run, "cresset-live");
  private long reviewedNanoTime = System.nanoTime();
  private List<SessionSurvivors.Survivor> noted = Collections.emptyList();
  private long sessionWindows;
  private boolean sessionsTell;
  private volatile long followNanoTime;
  private volatile boolean observed;
  private volatile boolean closed;

  SiteFollower(
      LiveConfig config,
      AllocationConfig allocations,
      Instrumentation jvm,
      SessionSurvivors survivors) {
    this.config = config;
    this.classes = new LiveClasses(allocations);
    this.objects = new LiveObjects(config.maxReferences(), allocations.maxDepth(), jvm);
    this.instrumentation =
        new LiveInstrumentation(config, allocations, classes, jvm, objects.recorder());
    this.book = new SiteBook(classes::mayBeOwner, config.maxClasses());
    this.pace = new StepPace(config.pace(), StepPace::compilerNanos);
    this.survivors = survivors;
    this.reviewNanos =
        Math.max(LEAST_REVIEW_NANOS, Math.min(config.pace().toNanos() / 3, MOST_REVIEW_NANOS));
    this.sessionWindows = survivors.windows();
    thread.setDaemon(true);
  }

  /**
   * @param allocations a window's
   */
  void observe(Profile allocations) {
    synchronized (this) {
      book.observe(allocations);
      // Each window of such a session is told of just before its profile.
      long windows = survivors.windows();
      sessionsTell = windows != sessionWindows;
      sessionWindows = windows;
      book.setKnowsSurvivors(sessionsTell);
    }
    observed = true;
  }

  void start() {
    followNanoTime = System.nanoTime() + config.delay().toNanos();
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(objects.followed().owners().isEmpty() ? reviewNanos : POLL_NANOS);
      try {
        if (observed && System.nanoTime() - followNanoTime >= 0) {
          work();
        }
      } catch (Throwable e) {
        instrumentation.counts().failed(LiveHeap.NAME, e);
      }
    }
    instrumentation.close(!JvmShutdown.hasBegun());
  }

  private void work() throws Exception {
    FollowedClasses next = null;
    long now = System.nanoTime();
    synchronized (this) {
      objects.drain();
      instrumentation.govern(now);
      if (now - reviewedNanoTime >= reviewNanos) {
        reviewedNanoTime = now;
        next = review(now);
      }
    }
    // Not under the lock: it takes a while, and whoever seals should not wait for it.
    if (next != null) {
      change(next, now);
    }
  }

  /** What is to be followed from now on; null for no change. */
  private FollowedClasses review(long now) {
    objects.countSurvivors();
    if (survivors.latest() != noted) {
      noted = survivors.latest();
      book.survived(noted);
    }
    if (!pace.allowsStep(now)) {
      return null;
    }
    FollowedClasses next = new FollowedClasses(book.step(objects.ledger(), now));
    return next.changedSince(objects.followed()).isEmpty() ? null : next;
  }

  private void change(FollowedClasses next, long now) throws Exception {
    FollowedClasses found = objects.followed();
    long compiled = StepPace.compilerNanos();
    try {
      // Before the first object of a new site comes in.
      setFollowed(next);
      found = instrumentation.follow(next);
    } finally {
      // After a failure it is as before; the book still wants the same, which is tried again.
      setFollowed(found);
      pace.stepped(now, System.nanoTime(), compiled);
    }
    refuse(next, found, now);
  }

  private synchronized void setFollowed(FollowedClasses wanted) {
    objects.follow(wanted);
  }

  private synchronized void refuse(FollowedClasses wanted, FollowedClasses found, long now) {
    for (Site site : wanted.sites()) {
      if (!found.contains(site)) {
        book.refuse(site, objects.ledger(), now);
      }
    }
  }

  /**
   * Writes what is in use now.
   *
   * @return whether anything is known; nothing is written otherwise
   */
  synchronized boolean writeTo(Profile.Builder profile) {
    objects.drain();
    List<SessionSurvivors.Survivor> others = unfollowed();
    if (objects.followed().owners().isEmpty() && others.isEmpty()) {
      return false;
    }
    profile.period(
        Family.LIVE.defaultType(), instrumentation.interval() * objects.ledger().thinning());
    objects.writeTo(profile);
    others.forEach(survivor -> survivor.writeTo(profile));
    profile.comment(
        "live: "
            + others.size()
            + " objects that are not followed, as of the end of async-profiler's last session");
    instrumentation.counts().comments().forEach(profile::comment);
    return true;
  }

  /** What was in use at the end of the last session, but for sites of which more is known. */
  private List<SessionSurvivors.Survivor> unfollowed() {
    return sessionsTell
        ? survivors.latest().stream().filter(this::isUnfollowed).collect(Collectors.toList())
        : Collections.emptyList();
  }

  /** Whether nothing is known of what a survivor stands for but that it has survived. */
  private boolean isUnfollowed(SessionSurvivors.Survivor survivor) {
    Site site = Site.of(survivor.stackTrace(), classes::mayBeOwner);
    return site == null || objects.ledger().sampled(site) == 0;
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
    if (JvmShutdown.hasBegun()) {
      return;
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

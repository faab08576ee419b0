package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.JvmShutdown;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What is in use of what was allocated at the sites that leave something behind, by class and
 * allocating stack. Runs beside an engine whose allocation profiles tell it where to look, and
 * keeps what it follows whatever becomes of that engine.
 *
 * <p>The methods of those sites are instrumented, on a thread of its own; after {@link #close} they
 * are what they were. {@link #observe} may be called by any thread, the rest by one.
 */
public final class LiveHeap implements ProfilingEngine {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long REVIEW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LiveConfig config;
  private final Instrumentation jvm;
  private final LiveClasses classes;
  private final LiveObjects objects;
  private final LiveInstrumentation instrumentation;
  private final SiteBook book;
  private final StepPace pace;
  private final SessionSurvivors survivors;
  private final Thread thread = new Thread(this::run, "cresset-live");
  private long startMillis = System.currentTimeMillis();
  private long windowNanoTime = System.nanoTime();
  private long reviewedNanoTime = System.nanoTime();
  private List<SessionSurvivors.Survivor> noted = Collections.emptyList();
  private long sessionWindows;
  private boolean sessionsTell;
  private volatile long followNanoTime;
  private volatile boolean observed;
  private volatile boolean closed;

  /**
   * @param allocations which classes may be instrumented
   * @param jvm of an agent whose manifest has {@code Can-Retransform-Classes: true}
   * @param survivors of the engine's sessions, if it has any that tell
   */
  public LiveHeap(
      LiveConfig config,
      AllocationConfig allocations,
      Instrumentation jvm,
      SessionSurvivors survivors) {
    this.config = config;
    this.jvm = jvm;
    this.classes = new LiveClasses(allocations);
    this.objects = new LiveObjects(config.maxReferences(), allocations.maxDepth(), jvm);
    this.instrumentation =
        new LiveInstrumentation(config, allocations, classes, jvm, objects.recorder());
    this.book = new SiteBook(classes::mayBeOwner, config.maxClasses());
    this.pace = new StepPace(config.pace(), StepPace::compilerNanos);
    this.survivors = survivors;
    this.sessionWindows = survivors.windows();
    thread.setDaemon(true);
  }

  @Override
  public String name() {
    return "live-heap";
  }

  @Override
  public Set<Family> families() {
    return Collections.singleton(Family.LIVE);
  }

  /** Takes note of where memory is allocated; profiles of other families are ignored. */
  public void observe(Profile profile) {
    if (profile.family() == Family.ALLOC) {
      synchronized (this) {
        book.observe(profile);
        // Each window of such a session is told of just before its profile.
        long windows = survivors.windows();
        sessionsTell = windows != sessionWindows;
        sessionWindows = windows;
        book.setKnowsSurvivors(sessionsTell);
      }
      observed = true;
    }
  }

  @Override
  public void start() throws Exception {
    if (!jvm.isRetransformClassesSupported()) {
      throw new UnsupportedOperationException("This JVM does not let the agent change classes.");
    }
    followNanoTime = System.nanoTime() + config.delay().toNanos();
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(POLL_NANOS);
      try {
        if (observed && System.nanoTime() - followNanoTime >= 0) {
          work();
        }
      } catch (Throwable e) {
        instrumentation.counts().failed(name(), e);
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
      if (now - reviewedNanoTime >= REVIEW_NANOS) {
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

  private synchronized void setFollowed(FollowedClasses classes) {
    objects.follow(classes);
  }

  private synchronized void refuse(FollowedClasses wanted, FollowedClasses found, long now) {
    for (Site site : wanted.sites()) {
      if (!found.contains(site)) {
        book.refuse(site, objects.ledger(), now);
      }
    }
  }

  /** Nothing before anything is known: that nothing is in use would not be true. */
  @Override
  public synchronized List<Profile> seal() {
    long start = startMillis;
    long duration = System.nanoTime() - windowNanoTime;
    startMillis = System.currentTimeMillis();
    windowNanoTime = System.nanoTime();
    objects.drain();
    List<SessionSurvivors.Survivor> others = unfollowed();
    if (objects.followed().owners().isEmpty() && others.isEmpty()) {
      return Collections.emptyList();
    }
    Profile.Builder profile = Profile.builder(Family.LIVE);
    profile.window(TimeUnit.MILLISECONDS.toNanos(start), duration);
    profile.period(
        Family.LIVE.defaultType(), instrumentation.interval() * objects.ledger().thinning());
    profile.comment("engine: " + name());
    objects.writeTo(profile);
    others.forEach(survivor -> survivor.writeTo(profile));
    profile.comment(
        "live: "
            + others.size()
            + " objects that are not followed, as of the end of async-profiler's last session");
    instrumentation.counts().comments().forEach(profile::comment);
    return Collections.singletonList(profile.build());
  }

  /** What was in use at the end of the last session, but for sites of which more is known. */
  private List<SessionSurvivors.Survivor> unfollowed() {
    if (!sessionsTell) {
      return Collections.emptyList();
    }
    return survivors.latest().stream()
        .filter(survivor -> {
          Site site = Site.of(survivor.stackTrace(), classes::mayBeOwner);
          return site == null || objects.ledger().sampled(site) == 0;
        })
        .collect(Collectors.toList());
  }

  @Override
  public void close() {
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

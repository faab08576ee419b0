package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.JavaNames;
import dev.cresset.sampler.JvmShutdown;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
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
  private final int maxDepth;
  private final AllocationConfig allocations;
  private final Instrumentation jvm;
  private final LiveClasses classes;
  private final GarbageCollections collections = new GarbageCollections();
  private final Weight weight = new Weight();
  private final SurvivorLedger ledger;
  private final SurvivorRecorder recorder;
  private final SiteBook book;
  private final IntervalGovernor governor;
  private final StepPace pace;
  private final SessionSurvivors survivors;
  private final InstrumentationCounts counts = new InstrumentationCounts();
  private final Thread thread = new Thread(this::run, "cresset-live");
  private InstalledBridge bridge;
  private InstrumentedSites sites;
  private volatile FollowedClasses followed = new FollowedClasses(Collections.emptySet());
  private long startMillis = System.currentTimeMillis();
  private long windowNanoTime = System.nanoTime();
  private long reviewedNanoTime = System.nanoTime();
  private List<SessionSurvivors.Survivor> noted = Collections.emptyList();
  private long sessionWindows;
  private boolean sessionsTell;
  private long governedNanoTime = System.nanoTime();
  private long seen;
  private long reportedDropped;
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
    this.maxDepth = allocations.maxDepth();
    this.allocations = allocations;
    this.jvm = jvm;
    this.classes = new LiveClasses(allocations);
    this.ledger = new SurvivorLedger(config.maxReferences(), new SplittableRandom());
    this.recorder = new SurvivorRecorder(jvm, ledger.queue());
    this.book = new SiteBook(classes::mayBeOwner, config.maxClasses());
    this.pace = new StepPace(config.pace(), StepPace::compilerNanos);
    this.survivors = survivors;
    this.sessionWindows = survivors.windows();
    this.governor = new IntervalGovernor(config.interval(), config.maxSamplesPerSecond());
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
        counts.failed(name(), e);
      }
    }
    if (sites != null) {
      bridge.sendSurvivors(null, config.interval());
      sites.close(!JvmShutdown.hasBegun());
    }
  }

  private void work() throws Exception {
    FollowedClasses next = null;
    long now = System.nanoTime();
    synchronized (this) {
      drain();
      govern(now);
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
    ledger.countSurvivors(collections.judged());
    if (survivors.latest() != noted) {
      noted = survivors.latest();
      book.survived(noted);
    }
    if (!pace.allowsStep(now)) {
      return null;
    }
    FollowedClasses next = new FollowedClasses(book.step(ledger, now));
    return next.changedSince(followed).isEmpty() ? null : next;
  }

  private void change(FollowedClasses next, long now) throws Exception {
    FollowedClasses found = followed;
    long compiled = StepPace.compilerNanos();
    try {
      // Before the first object of a new site comes in.
      setFollowed(next);
      if (sites == null) {
        install();
      }
      found = sites.follow(next);
    } finally {
      // After a failure it is as before; the book still wants the same, which is tried again.
      setFollowed(found);
      pace.stepped(now, System.nanoTime(), compiled);
    }
    refuse(next, found, now);
  }

  private synchronized void setFollowed(FollowedClasses classes) {
    followed = classes;
    ledger.follow(classes);
  }

  private synchronized void refuse(FollowedClasses wanted, FollowedClasses found, long now) {
    for (Site site : wanted.sites()) {
      if (!found.contains(site)) {
        book.refuse(site, ledger, now);
      }
    }
  }

  /** Not before there is something to follow: classes that are loaded pass through here then. */
  private void install() throws Exception {
    bridge = InstalledBridge.in(jvm, allocations.tempDirectory());
    sites = InstrumentedSites.in(jvm, classes, bridge, counts);
    bridge.sendSurvivors(recorder, governor.interval());
  }

  private void drain() {
    for (LedgerEntry entry; (entry = recorder.poll()) != null; ) {
      // Counted anew for each: one that was made since would seem to have survived the last.
      add(entry, collections.count());
    }
    ledger.bury();
  }

  private void add(LedgerEntry entry, long collection) {
    Frame leaf = Frame.ofClass(JavaNames.className(entry.className()));
    StackTrace stack = SampledStacks.of(entry.where(), maxDepth).withLeaf(leaf);
    Site site = Site.of(stack, followed::contains);
    if (site != null) {
      long objects = weight.round(entry.sampledObjects());
      entry.place(site, ledger.shared(stack), objects, collection);
      ledger.add(entry);
    }
  }

  private void govern(long now) {
    if (now - governedNanoTime < REVIEW_NANOS) {
      return;
    }
    if (governor.observe(recorder.seen() - seen, now - governedNanoTime)) {
      bridge.sendSurvivors(recorder, governor.interval());
    }
    seen = recorder.seen();
    governedNanoTime = now;
  }

  /** Nothing before anything is known: that nothing is in use would not be true. */
  @Override
  public synchronized List<Profile> seal() {
    long start = startMillis;
    long duration = System.nanoTime() - windowNanoTime;
    startMillis = System.currentTimeMillis();
    windowNanoTime = System.nanoTime();
    drain();
    List<SessionSurvivors.Survivor> others = unfollowed();
    if (followed.owners().isEmpty() && others.isEmpty()) {
      return Collections.emptyList();
    }
    Profile.Builder profile = Profile.builder(Family.LIVE);
    ledger.writeTo(profile, collections.judged());
    others.forEach(survivor -> survivor.writeTo(profile));
    profile.window(TimeUnit.MILLISECONDS.toNanos(start), duration);
    profile.period(Family.LIVE.defaultType(), governor.interval() * ledger.thinning());
    comment(profile, others.size());
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
          return site == null || ledger.sampled(site) == 0;
        })
        .collect(Collectors.toList());
  }

  private void comment(Profile.Builder profile, int unfollowed) {
    profile.comment("engine: " + name());
    profile.comment(
        "live: " + ledger.size() + " objects followed in " + followed.owners().size() + " classes");
    profile.comment(
        "live: "
            + unfollowed
            + " objects that are not followed, as of the end of async-profiler's last session");
    counts.comments().forEach(profile::comment);
    long dropped = recorder.dropped() - reportedDropped;
    reportedDropped = recorder.dropped();
    if (dropped > 0) {
      profile.comment("live: " + dropped + " samples dropped because too many came at once");
    }
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

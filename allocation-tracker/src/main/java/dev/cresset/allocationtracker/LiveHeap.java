package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.WindowClock;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What is in use of what was allocated at the sites that leave something behind, by class and
 * allocating stack. Runs beside an engine whose allocation profiles tell it where to look, and
 * keeps what it follows whatever becomes of that engine.
 *
 * <p>The methods of those sites are instrumented, on a thread of its own; after {@link #close} they
 * are what they were. {@link #observe} may be called by any thread, the rest by one.
 */
public final class LiveHeap implements ProfilingEngine {
  static final String NAME = "live-heap";

  private final Instrumentation jvm;
  private final SiteFollower follower;
  private WindowClock clock = WindowClock.start();

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
    this.jvm = jvm;
    this.follower = new SiteFollower(config, allocations, jvm, survivors);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Family> families() {
    return Collections.singleton(Family.LIVE);
  }

  /** Takes note of where memory is allocated; profiles of other families are ignored. */
  public void observe(Profile profile) {
    if (profile.family() == Family.ALLOC) {
      follower.observe(profile);
    }
  }

  @Override
  public void start() throws Exception {
    if (!jvm.isRetransformClassesSupported()) {
      throw new UnsupportedOperationException("This JVM does not let the agent change classes.");
    }
    follower.start();
  }

  /** Nothing before anything is known: that nothing is in use would not be true. */
  @Override
  public List<Profile> seal() {
    Profile.Builder profile = Profile.builder(Family.LIVE);
    long duration = clock.elapsedNanos();
    profile.window(clock.startNanos(), duration);
    clock = clock.after(duration);
    profile.comment("engine: " + name());
    return follower.writeTo(profile)
        ? Collections.singletonList(profile.build())
        : Collections.emptyList();
  }

  @Override
  public void close() {
    follower.close();
  }
}

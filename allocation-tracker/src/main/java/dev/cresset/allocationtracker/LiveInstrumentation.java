package dev.cresset.allocationtracker;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.TimeUnit;

/**
 * Instruments the methods of followed sites, and sees to it that not too many of their objects are
 * sampled. Sites are followed, and this is closed, by one thread; whoever seals may ask for {@link
 * #counts} meanwhile, and for the {@link #interval} with the lock with which {@link #govern} is
 * called.
 */
final class LiveInstrumentation {
  private static final long GOVERN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AllocationConfig allocations;
  private final Instrumentation jvm;
  private final LiveClasses classes;
  private final SurvivorRecorder recorder;
  private final IntervalGovernor governor;
  private final InstrumentationCounts counts = new InstrumentationCounts();
  private InstalledBridge bridge;
  private InstrumentedSites sites;
  private long seen;
  private long governedNanoTime = System.nanoTime();

  /**
   * @param recorder takes the objects that are sampled
   */
  LiveInstrumentation(
      LiveConfig config,
      AllocationConfig allocations,
      LiveClasses classes,
      Instrumentation jvm,
      SurvivorRecorder recorder) {
    this.allocations = allocations;
    this.classes = classes;
    this.jvm = jvm;
    this.recorder = recorder;
    this.governor = new IntervalGovernor(config.interval(), config.maxSamplesPerSecond());
  }

  /**
   * Instruments these sites and no others.
   *
   * @return those of them that were found in their classes
   */
  FollowedClasses follow(FollowedClasses wanted) throws Exception {
    if (sites == null) {
      install();
    }
    return sites.follow(wanted);
  }

  /** Not before there is something to follow: classes that are loaded pass through here then. */
  private void install() throws Exception {
    bridge = InstalledBridge.in(jvm, allocations.tempDirectory());
    sites = InstrumentedSites.in(jvm, classes, bridge, counts);
    bridge.sendSurvivors(recorder, governor.interval());
  }

  /** Samples more or less often, as there were many samples or few. */
  void govern(long nanoTime) {
    if (nanoTime - governedNanoTime < GOVERN_NANOS) {
      return;
    }
    if (governor.observe(recorder.seen() - seen, nanoTime - governedNanoTime)) {
      bridge.sendSurvivors(recorder, governor.interval());
    }
    seen = recorder.seen();
    governedNanoTime = nanoTime;
  }

  /** In bytes. */
  long interval() {
    return governor.interval();
  }

  /** What became of classes. */
  InstrumentationCounts counts() {
    return counts;
  }

  /**
   * Nothing is sampled any more.
   *
   * @param restore whether classes are to be what they were
   */
  void close(boolean restore) {
    if (sites != null) {
      bridge.sendSurvivors(null, governor.interval());
      sites.close(restore);
    }
  }
}

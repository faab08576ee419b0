package dev.cresset.agent;

import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.LiveConfig;
import dev.cresset.allocationtracker.LiveHeap;
import dev.cresset.allocationtracker.SessionSurvivors;
import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;

/** Follows what stays in use, as soon as there was an allocation profile to tell where to look. */
final class LiveEngines implements EngineSource {
  private final LiveConfig config;
  private final AllocationConfig allocation;
  private final Instrumentation instrumentation;
  private final SessionSurvivors survivors;
  private final boolean wanted;
  private volatile boolean seesAllocations;
  private volatile LiveHeap running;

  LiveEngines(
      LiveConfig config,
      AllocationConfig allocation,
      Instrumentation instrumentation,
      SessionSurvivors survivors,
      boolean wanted) {
    this.config = config;
    this.allocation = allocation;
    this.instrumentation = instrumentation;
    this.survivors = survivors;
    this.wanted = wanted;
  }

  /** To be told of every profile. */
  void observe(Profile profile) {
    seesAllocations |= profile.family() == Family.ALLOC;
    LiveHeap live = running;
    if (live != null) {
      live.observe(profile);
    }
  }

  @Override
  public boolean isWanted() {
    return wanted && seesAllocations;
  }

  @Override
  public ProfilingEngine start() throws Exception {
    LiveHeap live = new LiveHeap(config, allocation, instrumentation, survivors);
    live.start();
    running = live;
    return live;
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    // There is nothing simpler: the next one starts afresh.
  }
}

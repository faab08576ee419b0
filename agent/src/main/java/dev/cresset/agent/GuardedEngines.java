package dev.cresset.agent;

import dev.cresset.agent.guard.BootGuard;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SamplerConfig.Engine;

/** The ladder's engines, without the native one where JVMs have crashed young with it. */
final class GuardedEngines implements EngineSource {
  private final LadderEngines ladder;
  private final BootGuard guard;
  private boolean begun;

  GuardedEngines(LadderEngines ladder, BootGuard guard) {
    this.ladder = ladder;
    this.guard = guard;
  }

  /** Asked at every window. */
  @Override
  public boolean isWanted() {
    guard.live();
    return ladder.isWanted();
  }

  @Override
  public ProfilingEngine start() throws Exception {
    if (!begun) {
      begun = true;
      String reason = guard.distrust();
      if (!reason.isEmpty()) {
        ladder.distrust(Engine.ASYNC_PROFILER, reason);
      }
    }
    if (!ladder.distrusts(Engine.ASYNC_PROFILER) || ladder.isBetterOneDue()) {
      guard.begin();
    }
    return ladder.start();
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    ladder.distrust(engine);
  }

  @Override
  public boolean isBetterOneDue() {
    return ladder.isBetterOneDue();
  }
}

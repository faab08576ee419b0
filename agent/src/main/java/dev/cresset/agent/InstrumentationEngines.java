package dev.cresset.agent;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.AllocationInstrumentation;
import dev.cresset.profile.Family;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Instruments classes to see allocation, where the engine beside it does not see it. */
final class InstrumentationEngines implements EngineSource {
  private final AllocationConfig config;
  private final Instrumentation instrumentation;
  private final Supplier<Optional<Set<Family>>> recorded;
  private final AgentLog log;

  /**
   * @param recorded the families of the engine beside it, if there is such an engine now
   */
  InstrumentationEngines(
      AllocationConfig config,
      Instrumentation instrumentation,
      Supplier<Optional<Set<Family>>> recorded,
      AgentLog log) {
    this.config = config;
    this.instrumentation = instrumentation;
    this.recorded = recorded;
    this.log = log;
  }

  @Override
  public boolean isWanted() {
    return recorded
        .get()
        .map(families -> AllocationInstrumentation.isWanted(config, families))
        .orElse(false);
  }

  @Override
  public ProfilingEngine start() throws Exception {
    ProfilingEngine engine = new AllocationInstrumentation(config, instrumentation);
    engine.start();
    log.info("Allocations are seen by instrumented classes, not by the engine.");
    return engine;
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    // There is nothing simpler: the next one starts afresh.
  }
}

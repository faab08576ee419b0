package dev.cresset.agent;

import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.AllocationInstrumentation;
import dev.cresset.profile.Family;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.Set;
import java.util.function.Supplier;

/** Instruments classes to see allocation, where the engine beside it does not see it. */
final class InstrumentationEngines implements EngineSource {
  private final AllocationConfig config;
  private final Instrumentation instrumentation;
  private final Supplier<Set<Family>> recorded;

  /**
   * @param recorded the families of the engine beside it; none while there is no such engine
   */
  InstrumentationEngines(
      AllocationConfig config, Instrumentation instrumentation, Supplier<Set<Family>> recorded) {
    this.config = config;
    this.instrumentation = instrumentation;
    this.recorded = recorded;
  }

  @Override
  public boolean isWanted() {
    Set<Family> families = recorded.get();
    return !families.isEmpty() && AllocationInstrumentation.isWanted(config, families);
  }

  @Override
  public ProfilingEngine start() throws Exception {
    ProfilingEngine engine = new AllocationInstrumentation(config, instrumentation);
    engine.start();
    return engine;
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    // There is nothing simpler: the next one starts afresh.
  }
}

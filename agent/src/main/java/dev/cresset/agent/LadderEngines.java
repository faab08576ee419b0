package dev.cresset.agent;

import dev.cresset.sampler.EngineLadder;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.RecordedFamily;
import dev.cresset.sampler.SamplerConfig;
import dev.cresset.sampler.SamplerConfig.Engine;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The sampler's engines: the best that runs, and a simpler one where that keeps failing. */
final class LadderEngines implements EngineSource {
  private final Supplier<List<RecordedFamily>> further;
  private final Consumer<String> log;
  private final boolean mayStepDown;
  private SamplerConfig config;

  /**
   * @param further makes the families beside the sampler's own, anew for each engine
   * @param log receives one line for each engine: which was chosen, and why
   */
  LadderEngines(
      SamplerConfig config, Supplier<List<RecordedFamily>> further, Consumer<String> log) {
    this.config = config;
    this.further = further;
    this.log = log;
    this.mayStepDown = config.engine() == Engine.AUTO;
  }

  @Override
  public boolean isWanted() {
    return true;
  }

  @Override
  public ProfilingEngine start() throws Exception {
    try {
      return new EngineLadder(config, further.get(), log).start();
    } catch (Exception e) {
      if (mayStepDown && config.engine() == Engine.FLIGHT_RECORDER) {
        config = config.withEngine(Engine.THREAD_DUMPS);
        return start();
      }
      throw e;
    }
  }

  /** Whoever asked for one engine gets that one again; otherwise it is the next one's turn. */
  @Override
  public void distrust(ProfilingEngine engine) {
    if (mayStepDown) {
      Engine failed = Engine.valueOf(engine.name().toUpperCase(Locale.ROOT).replace('-', '_'));
      config =
          config.withEngine(
              failed == Engine.ASYNC_PROFILER ? Engine.FLIGHT_RECORDER : Engine.THREAD_DUMPS);
    }
  }
}

package dev.cresset.agent;

import dev.cresset.sampler.EngineLadder;
import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.RecordedFamily;
import dev.cresset.sampler.SamplerConfig;
import dev.cresset.sampler.SamplerConfig.Engine;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The sampler's engines: the best that runs, and a simpler one where that keeps failing. */
final class LadderEngines implements EngineSource {
  private final SamplerConfig config;
  private final Supplier<List<RecordedFamily>> further;
  private final Consumer<String> log;
  private final Overhead overhead;
  private final UnaryOperator<ProfilingEngine> addition;
  private final Map<Engine, String> distrusted = new EnumMap<>(Engine.class);

  /**
   * @param further makes the families beside the sampler's own, anew for each engine
   * @param log receives one line for each engine: which was chosen, and why
   * @param overhead is told what the engine costs
   * @param addition what is made of each engine
   */
  LadderEngines(
      SamplerConfig config,
      Supplier<List<RecordedFamily>> further,
      Consumer<String> log,
      Overhead overhead,
      UnaryOperator<ProfilingEngine> addition) {
    this.config = config;
    this.further = further;
    this.log = log;
    this.overhead = overhead;
    this.addition = addition;
  }

  @Override
  public boolean isWanted() {
    return true;
  }

  @Override
  public ProfilingEngine start() throws Exception {
    return new EngineLadder(config, further.get(), log, overhead)
        .adding(addition)
        .start(distrusted);
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    Engine failed = Engine.valueOf(engine.name().toUpperCase(Locale.ROOT).replace('-', '_'));
    // There is nothing simpler than thread dumps: they get another chance.
    if (failed != Engine.THREAD_DUMPS) {
      distrust(failed, "window after window failed");
    }
  }

  /** This engine is not to be tried, unless it is the one that was asked for. */
  void distrust(Engine engine, String reason) {
    distrusted.put(engine, reason);
  }

  boolean distrusts(Engine engine) {
    return distrusted.containsKey(engine);
  }
}

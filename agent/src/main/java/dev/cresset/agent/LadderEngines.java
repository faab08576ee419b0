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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The sampler's engines: the best that runs, and a simpler one where that keeps failing. What has
 * failed is tried again after a while, each time after twice as long. One thread.
 */
final class LadderEngines implements EngineSource {
  static final long SHORTEST_REST_NANOS = TimeUnit.MINUTES.toNanos(10);
  static final long LONGEST_REST_NANOS = TimeUnit.HOURS.toNanos(12);

  private final SamplerConfig config;
  private final Supplier<List<RecordedFamily>> further;
  private final Consumer<String> log;
  private final Overhead overhead;
  private final UnaryOperator<ProfilingEngine> addition;
  private final LongSupplier nanoTime;
  private final Map<Engine, String> distrusted = new EnumMap<>(Engine.class);
  private final Map<Engine, Rest> rests = new EnumMap<>(Engine.class);

  /**
   * @param further makes the families beside the sampler's own, anew for each engine
   * @param log receives one line for each engine: which was chosen, and why
   * @param overhead is told what the engine costs
   * @param addition what is made of each engine
   * @param nanoTime {@link System#nanoTime}
   */
  LadderEngines(
      SamplerConfig config,
      Supplier<List<RecordedFamily>> further,
      Consumer<String> log,
      Overhead overhead,
      UnaryOperator<ProfilingEngine> addition,
      LongSupplier nanoTime) {
    this.config = config;
    this.further = further;
    this.log = log;
    this.overhead = overhead;
    this.addition = addition;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean isWanted() {
    return true;
  }

  @Override
  public ProfilingEngine start() throws Exception {
    rests.forEach((engine, rest) -> {
      if (rest.isOver(nanoTime.getAsLong())) {
        distrusted.remove(engine);
      }
    });
    return new EngineLadder(config, further.get(), log, overhead)
        .adding(addition)
        .start(distrusted);
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    Engine failed = Engine.valueOf(engine.name().toUpperCase(Locale.ROOT).replace('-', '_'));
    // There is nothing simpler than thread dumps: they get another chance.
    if (failed == Engine.THREAD_DUMPS) {
      return;
    }
    Rest rest = rests.computeIfAbsent(failed, any -> new Rest());
    rest.begin(nanoTime.getAsLong());
    distrust(failed, "window after window failed, and it is tried again in " + rest);
  }

  /** This engine is not to be tried, for good, unless it is the one that was asked for. */
  void distrust(Engine engine, String reason) {
    distrusted.put(engine, reason);
  }

  boolean distrusts(Engine engine) {
    return distrusted.containsKey(engine);
  }

  /** A better engine than the one that runs: whatever has failed was tried before it. */
  @Override
  public boolean isBetterOneDue() {
    return config.engine() == Engine.AUTO
        && rests.entrySet().stream()
            .anyMatch(
                rest -> distrusts(rest.getKey()) && rest.getValue().isOver(nanoTime.getAsLong()));
  }

  /** For how long an engine that has failed is left alone. */
  private static final class Rest {
    private long nanos;
    private long end;

    /** For twice as long as before, unless it went well since for as long as it may rest. */
    void begin(long now) {
      boolean wentWell = nanos > 0 && now - end > LONGEST_REST_NANOS;
      nanos = nanos == 0 || wentWell ? SHORTEST_REST_NANOS : 2 * nanos;
      nanos = Math.min(nanos, LONGEST_REST_NANOS);
      end = now + nanos;
    }

    boolean isOver(long now) {
      return now - end >= 0;
    }

    @Override
    public String toString() {
      return TimeUnit.NANOSECONDS.toMinutes(nanos) + " minutes";
    }
  }
}

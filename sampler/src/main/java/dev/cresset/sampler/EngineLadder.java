package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.sampler.SamplerConfig.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Starts the best engine that runs in this JVM: async-profiler, else the flight recorder, else
 * thread dumps.
 */
public final class EngineLadder {
  private static final List<Engine> BEST_FIRST =
      Arrays.asList(Engine.ASYNC_PROFILER, Engine.FLIGHT_RECORDER, Engine.THREAD_DUMPS);

  private final SamplerConfig config;
  private final List<RecordedFamily> further;
  private final Consumer<String> log;
  private final Overhead overhead;
  private final UnaryOperator<ProfilingEngine> addition;

  /**
   * @param config names an engine to force it, or {@link Engine#AUTO}
   * @param further families beside those of the configuration; each engine takes those of its
   *     recorder
   * @param log receives one line: which engine was chosen, and why
   * @param overhead is told what the engine costs
   */
  public EngineLadder(
      SamplerConfig config, List<RecordedFamily> further, Consumer<String> log, Overhead overhead) {
    this(config, further, log, overhead, UnaryOperator.identity());
  }

  private EngineLadder(
      SamplerConfig config,
      List<RecordedFamily> further,
      Consumer<String> log,
      Overhead overhead,
      UnaryOperator<ProfilingEngine> addition) {
    this.config = config;
    this.further = Collections.unmodifiableList(new ArrayList<>(further));
    this.log = log;
    this.overhead = overhead;
    this.addition = addition;
  }

  /**
   * The same ladder, with something added to each engine that it tries.
   *
   * @param addition what it makes of an engine is kept to the budget as a whole
   */
  public EngineLadder adding(UnaryOperator<ProfilingEngine> addition) {
    return new EngineLadder(config, further, log, overhead, addition);
  }

  /**
   * @return an engine that samples already; whoever calls closes it
   * @throws Exception when no engine runs here, or the forced one does not; the message says why
   */
  public ProfilingEngine start() throws Exception {
    return start(Collections.emptyMap());
  }

  /**
   * As {@link #start()}, without some engines.
   *
   * @param distrusted why each is not to be tried, by engine; a forced one is tried all the same
   */
  public ProfilingEngine start(Map<Engine, String> distrusted) throws Exception {
    boolean forced = config.engine() != Engine.AUTO;
    List<Engine> rungs = forced ? Collections.singletonList(config.engine()) : BEST_FIRST;
    String reason = forced ? ", because configured" : "";
    List<Exception> failures = new ArrayList<>();
    for (Engine rung : rungs) {
      ProfilingEngine engine = create(rung, reason);
      if (!forced && distrusted.containsKey(rung)) {
        reason = because(reason, engine, distrusted.get(rung));
        continue;
      }
      try {
        engine.start();
        log.accept("Profiling with " + engine + reason + without(engine) + ".");
        return engine;
      } catch (Exception | LinkageError e) {
        engine.close();
        failures.add(e instanceof Exception ? (Exception) e : new IOException(e));
        reason = because(reason, engine, e.getMessage());
      } catch (Error e) {
        engine.close();
        throw e;
      }
    }
    throw failed(reason, failures);
  }

  private String without(ProfilingEngine engine) {
    boolean missing =
        config.families().contains(Family.NATIVEMEM)
            && !engine.families().contains(Family.NATIVEMEM);
    return missing ? "; without native memory, which only async-profiler sees" : "";
  }

  private static String because(String reason, ProfilingEngine engine, String why) {
    String clause = String.valueOf(why).replaceFirst("\\.$", "");
    return reason + (reason.isEmpty() ? ", because " : "; ") + engine.name() + ": " + clause;
  }

  private ProfilingEngine create(Engine rung, String reason) {
    return new GovernedEngine(addition.apply(ungoverned(rung, reason)), config.budget(), overhead);
  }

  private ProfilingEngine ungoverned(Engine rung, String reason) {
    switch (rung) {
      case ASYNC_PROFILER:
        return new NativeEngine(config, further);
      case FLIGHT_RECORDER:
        return new WantedFamilies(new FlightRecorderEngine(config, further, reason), config);
      default:
        return new WantedFamilies(new ThreadDumpEngine(config, reason), config);
    }
  }

  private static Exception failed(String reason, List<Exception> failures) {
    IOException failed = new IOException("No profiling engine runs here" + reason + ".");
    failures.forEach(failed::addSuppressed);
    return failed;
  }
}

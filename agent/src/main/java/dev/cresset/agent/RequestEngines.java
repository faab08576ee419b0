package dev.cresset.agent;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.agent.requests.RequestConfig;
import dev.cresset.agent.requests.RequestTracking;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SampleContexts;
import java.lang.instrument.Instrumentation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Engines of another source whose samples tell the request they were taken for. The application is
 * instrumented for that as long as an engine runs.
 */
final class RequestEngines implements EngineSource {
  private final RequestConfig config;
  private final Instrumentation jvm;
  private final AgentLog log;
  private final EngineSource engines;
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private volatile SampleContexts contexts = SampleContexts.NONE;

  /**
   * @param engines makes the source of engines, which are to ask these contexts
   */
  RequestEngines(
      RequestConfig config,
      Instrumentation jvm,
      AgentLog log,
      Function<SampleContexts, EngineSource> engines) {
    this.config = config;
    this.jvm = jvm;
    this.log = log;
    this.engines = engines.apply(new Latest());
  }

  @Override
  public boolean isWanted() {
    return engines.isWanted();
  }

  @Override
  public ProfilingEngine start() throws Exception {
    RequestTracking tracking = track();
    try {
      ProfilingEngine engine = engines.start();
      return tracking == null ? engine : tracking.beside(engine);
    } catch (Exception | LinkageError e) {
      if (tracking != null) {
        tracking.close();
      }
      throw e;
    }
  }

  /** Null where requests cannot be told; profiles come without them then. */
  private RequestTracking track() {
    contexts = SampleContexts.NONE;
    try {
      RequestTracking tracking =
          RequestTracking.start(
              config,
              jvm,
              (name, failure) ->
                  log.warn("Requests may be missed: cannot instrument " + name, failure),
              this::warnOnce);
      contexts = tracking.contexts();
      return tracking;
    } catch (Exception | LinkageError e) {
      log.warn("Samples are not told from requests here", e);
      return null;
    }
  }

  /** Engines come and go; what is wrong stays so. */
  private void warnOnce(String problem) {
    if (said.add(problem)) {
      log.warn(problem);
    }
  }

  @Override
  public void distrust(ProfilingEngine engine) {
    engines.distrust(engine);
  }

  @Override
  public boolean isBetterOneDue() {
    return engines.isBetterOneDue();
  }

  /** Those of the engine that runs. */
  private final class Latest implements SampleContexts {
    @Override
    public Known now() {
      return contexts.now();
    }

    @Override
    public Known now(long threadId) {
      return contexts.now(threadId);
    }

    @Override
    public Known seal() {
      return contexts.seal();
    }
  }
}

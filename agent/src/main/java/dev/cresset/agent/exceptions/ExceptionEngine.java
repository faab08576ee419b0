package dev.cresset.agent.exceptions;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.DelegatingEngine;
import dev.cresset.sampler.EngineCost;
import dev.cresset.sampler.Pace;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** An engine, with a profile of exceptions beside its own, paced and paid for with the others. */
public final class ExceptionEngine extends DelegatingEngine {
  private final ExceptionConfig config;
  private final Instrumentation instrumentation;
  private final Consumer<Throwable> onFailure;
  private ExceptionTracking tracking;
  private Pace pace = Pace.CONFIGURED;

  /**
   * @param instrumentation of an agent that may retransform classes
   * @param onFailure told why there are no exceptions, where they cannot be had; the engine goes on
   */
  public ExceptionEngine(
      ProfilingEngine engine,
      ExceptionConfig config,
      Instrumentation instrumentation,
      Consumer<Throwable> onFailure) {
    super(engine);
    this.config = config;
    this.instrumentation = instrumentation;
    this.onFailure = onFailure;
  }

  @Override
  public Set<Family> families() {
    Set<Family> families = EnumSet.noneOf(Family.class);
    families.addAll(engine.families());
    if (tracking != null) {
      families.add(Family.EXCEPTIONS);
    }
    return families;
  }

  @Override
  public void start() throws Exception {
    engine.start();
    try {
      tracking = ExceptionTracking.start(instrumentation, config);
    } catch (Exception | LinkageError | InternalError e) {
      onFailure.accept(e);
    }
  }

  @Override
  public List<Profile> seal() throws Exception {
    List<Profile> profiles = new ArrayList<>(engine.seal());
    if (tracking != null && !pace.isPaused(Family.EXCEPTIONS)) {
      profiles.add(tracking.seal());
    }
    return profiles;
  }

  @Override
  public EngineCost cost() {
    EngineCost cost = engine.cost();
    return tracking == null ? cost : cost.plus(Family.EXCEPTIONS, tracking.takeNanos());
  }

  /** The other engine is left alone where only exceptions change: it may pause for a moment. */
  @Override
  public void pace(Pace wanted) throws Exception {
    if (!ofOthers(wanted).equals(ofOthers(pace))) {
      engine.pace(wanted);
    }
    if (tracking != null) {
      follow(wanted);
    }
    pace = wanted;
  }

  private void follow(Pace wanted) {
    if (wanted.isPaused(Family.EXCEPTIONS)) {
      tracking.pause();
      return;
    }
    tracking.slowDown(wanted.factor(Family.EXCEPTIONS));
    if (pace.isPaused(Family.EXCEPTIONS)) {
      tracking.resume();
    }
  }

  private static Pace ofOthers(Pace pace) {
    return pace.with(Family.EXCEPTIONS, 1);
  }

  @Override
  public void close() {
    try {
      engine.close();
    } finally {
      if (tracking != null) {
        tracking.close();
        tracking = null;
      }
    }
  }
}

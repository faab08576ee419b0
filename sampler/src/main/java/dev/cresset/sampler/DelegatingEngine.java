package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.List;
import java.util.Set;

/** An engine that adds something to another one: all it does not override, the other one does. */
public abstract class DelegatingEngine implements ProfilingEngine {
  protected final ProfilingEngine engine;

  protected DelegatingEngine(ProfilingEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Set<Family> families() {
    return engine.families();
  }

  @Override
  public void start() throws Exception {
    engine.start();
  }

  @Override
  public List<Profile> seal() throws Exception {
    return engine.seal();
  }

  @Override
  public EngineCost cost() {
    return engine.cost();
  }

  @Override
  public void pace(Pace pace) throws Exception {
    engine.pace(pace);
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public String toString() {
    return engine.toString();
  }
}

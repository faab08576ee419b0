package dev.cresset.agent.requests;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.EngineCost;
import dev.cresset.sampler.Pace;
import dev.cresset.sampler.ProfilingEngine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An engine, with a profile of the requests beside its own. Ends the tracking when it closes. */
final class RequestEngine implements ProfilingEngine {
  private final ProfilingEngine engine;
  private final RequestProfiles requests;
  private final RequestTracking tracking;

  RequestEngine(ProfilingEngine engine, RequestProfiles requests, RequestTracking tracking) {
    this.engine = engine;
    this.requests = requests;
    this.tracking = tracking;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Set<Family> families() {
    Set<Family> families = EnumSet.of(Family.REQUESTS);
    families.addAll(engine.families());
    return families;
  }

  @Override
  public void start() throws Exception {
    engine.start();
  }

  @Override
  public List<Profile> seal() throws Exception {
    List<Profile> profiles = new ArrayList<>(engine.seal());
    Profile counts = requests.seal();
    // Most JVMs serve nobody.
    if (!counts.samples().isEmpty() || !counts.comments().isEmpty()) {
      profiles.add(counts);
    }
    return profiles;
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
    tracking.close();
  }

  @Override
  public String toString() {
    return engine.toString();
  }
}

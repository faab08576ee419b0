package dev.cresset.agent.requests;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.DelegatingEngine;
import dev.cresset.sampler.ProfilingEngine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An engine, with a profile of the requests beside its own. Ends the tracking when it closes. */
final class RequestEngine extends DelegatingEngine {
  private final RequestProfiles requests;
  private final RequestTracking tracking;

  RequestEngine(ProfilingEngine engine, RequestProfiles requests, RequestTracking tracking) {
    super(engine);
    this.requests = requests;
    this.tracking = tracking;
  }

  @Override
  public Set<Family> families() {
    Set<Family> families = EnumSet.of(Family.REQUESTS);
    families.addAll(engine.families());
    return families;
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
  public void close() {
    try {
      engine.close();
    } finally {
      tracking.close();
    }
  }
}

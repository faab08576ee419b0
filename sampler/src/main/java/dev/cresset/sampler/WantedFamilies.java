package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An engine that measures one family by way of another, without those that nobody asked for. */
final class WantedFamilies extends DelegatingEngine {
  private final Set<Family> unwanted;

  WantedFamilies(ProfilingEngine engine, SamplerConfig config) {
    super(engine);
    this.unwanted = EnumSet.of(Family.CPU, Family.WALL, Family.LOCK);
    unwanted.removeAll(config.families());
  }

  @Override
  public Set<Family> families() {
    Set<Family> wanted = EnumSet.noneOf(Family.class);
    wanted.addAll(engine.families());
    wanted.removeAll(unwanted);
    return wanted;
  }

  @Override
  public List<Profile> seal() throws Exception {
    return engine.seal().stream()
        .filter(profile -> !unwanted.contains(profile.family()))
        .collect(Collectors.toList());
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An engine that measures one family by way of another, without those that nobody asked for. */
final class WantedFamilies implements ProfilingEngine {
  private final ProfilingEngine engine;
  private final Set<Family> unwanted;

  WantedFamilies(ProfilingEngine engine, SamplerConfig config) {
    this.engine = engine;
    this.unwanted = EnumSet.of(Family.CPU, Family.WALL, Family.LOCK);
    unwanted.removeAll(config.families());
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Set<Family> families() {
    Set<Family> wanted = EnumSet.noneOf(Family.class);
    wanted.addAll(engine.families());
    wanted.removeAll(unwanted);
    return wanted;
  }

  @Override
  public void start() throws Exception {
    engine.start();
  }

  @Override
  public List<Profile> seal() throws Exception {
    return engine.seal().stream()
        .filter(profile -> !unwanted.contains(profile.family()))
        .collect(Collectors.toList());
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

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.List;
import java.util.Set;

/** Samples with async-profiler: CPU, wall, lock and whatever further families it is given. */
public final class NativeEngine implements ProfilingEngine {
  public NativeEngine(SamplerConfig config, List<RecordedFamily> further) {}

  @Override
  public String name() {
    return "async-profiler";
  }

  @Override
  public Set<Family> families() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void start() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Profile> seal() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}

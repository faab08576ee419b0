package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Samples by thread dumps, which every JVM can take. What it sees is where threads come to a
 * safepoint, and only Java threads; how much CPU time they used is measured.
 */
public final class ThreadDumpEngine implements ProfilingEngine {
  private final ThreadDumps dumps;
  private final List<String> comments;
  private long costNanos;

  public ThreadDumpEngine(SamplerConfig config) {
    this(config, "");
  }

  ThreadDumpEngine(SamplerConfig config, String reason) {
    this.dumps = new ThreadDumps(config);
    this.comments = Collections.singletonList("engine: thread-dumps" + reason);
  }

  @Override
  public String name() {
    return "thread-dumps";
  }

  @Override
  public Set<Family> families() {
    return dumps.measuresCpu()
        ? EnumSet.of(Family.CPU, Family.WALL, Family.LOCK)
        : EnumSet.of(Family.WALL, Family.LOCK);
  }

  @Override
  public void start() {
    dumps.start();
  }

  @Override
  public List<Profile> seal() {
    DumpedWindow window = dumps.seal();
    costNanos = dumps.takeCostNanos();
    List<Profile> profiles = new ArrayList<>();
    if (dumps.measuresCpu()) {
      profiles.add(window.cpu(comments));
    }
    profiles.add(window.wall(comments));
    profiles.add(window.locks(comments));
    return profiles;
  }

  /** One kind of dump serves all families; what they cost together counts as the one that stays. */
  @Override
  public EngineCost cost() {
    return new EngineCost(Collections.singletonMap(Family.CPU, costNanos), 0);
  }

  @Override
  public void pace(Pace pace) {
    dumps.pace(pace.factor(Family.CPU));
  }

  @Override
  public void close() {
    dumps.close();
  }

  @Override
  public String toString() {
    return name();
  }
}

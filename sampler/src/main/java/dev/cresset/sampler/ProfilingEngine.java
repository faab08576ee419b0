package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.util.List;
import java.util.Set;

/**
 * What takes the samples: async-profiler, JDK Flight Recorder or thread dumps.
 *
 * <p>Started once, sealed many times, closed once, all from one thread. An engine goes on sampling
 * while it seals: no window is lost.
 */
public interface ProfilingEngine extends AutoCloseable {
  /** {@code async-profiler}, {@code flight-recorder} or {@code thread-dumps}. */
  String name();

  /** The families it will produce, known once it was started. */
  Set<Family> families();

  /**
   * @throws Exception when the engine cannot run here; the message says why, for an operator
   */
  void start() throws Exception;

  /**
   * Ends a window and begins the next.
   *
   * @return a profile for each family, of what was sampled since {@link #start} or the last seal;
   *     also where nothing was sampled, since an idle service is a finding too
   * @throws Exception when the window could not be read; the engine stays usable
   */
  List<Profile> seal() throws Exception;

  /** What the window that was sealed last has cost beyond the agent's own threads. */
  default EngineCost cost() {
    return EngineCost.NONE;
  }

  /**
   * Samples more or less often from now on. To be called between a seal and what follows it; an
   * engine that cannot be paced does nothing.
   *
   * @throws Exception when it cannot sample at that pace; the engine stays usable
   */
  default void pace(Pace pace) throws Exception {}

  /** The engine as an operator should know it, such as {@code async-profiler 4.6 (perf)}. */
  @Override
  String toString();

  /** Stops sampling and leaves no thread, file or recording behind. Does nothing a second time. */
  @Override
  void close();
}

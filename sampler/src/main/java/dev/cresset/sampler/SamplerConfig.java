package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How often threads are sampled, by which engine, and where its recordings go. Allocation settings
 * are the allocation-tracker's own.
 *
 * <p>Immutable; each {@code with…} returns a changed copy.
 */
public final class SamplerConfig {
  /** Which engine to use; {@link #AUTO} takes the best one that runs. */
  public enum Engine {
    AUTO,
    ASYNC_PROFILER,
    FLIGHT_RECORDER,
    THREAD_DUMPS
  }

  private Engine engine = Engine.AUTO;
  private Set<Family> families = of(EnumSet.of(Family.CPU, Family.WALL, Family.LOCK));
  private Duration cpuInterval = Duration.ofMillis(10);
  private Duration wallInterval = Duration.ofMillis(100);
  private Duration lockInterval = Duration.ofMillis(10);
  private long nativeMemoryInterval = 512 * 1024;
  private double budget;
  private boolean vmFrames;
  private int maxDepth = 512;
  private Path tempDirectory = Paths.get(System.getProperty("java.io.tmpdir"));
  private Path spareDirectory;
  private SampleContexts contexts = SampleContexts.NONE;

  public SamplerConfig() {}

  private SamplerConfig(SamplerConfig other) {
    this.engine = other.engine;
    this.families = other.families;
    this.cpuInterval = other.cpuInterval;
    this.wallInterval = other.wallInterval;
    this.lockInterval = other.lockInterval;
    this.nativeMemoryInterval = other.nativeMemoryInterval;
    this.budget = other.budget;
    this.vmFrames = other.vmFrames;
    this.maxDepth = other.maxDepth;
    this.tempDirectory = other.tempDirectory;
    this.spareDirectory = other.spareDirectory;
    this.contexts = other.contexts;
  }

  /** Default: {@link Engine#AUTO}. */
  public Engine engine() {
    return engine;
  }

  /**
   * Which profiles to take, of CPU, wall, lock and native memory. Default: the first three. Native
   * memory is seen by async-profiler only.
   */
  public Set<Family> families() {
    return families;
  }

  /** CPU time of a thread between two of its CPU samples. Default: 10 ms. */
  public Duration cpuInterval() {
    return cpuInterval;
  }

  /** Time between two wall samples of a thread. Default: 100 ms. */
  public Duration wallInterval() {
    return wallInterval;
  }

  /**
   * Time that all threads together wait for locks between two lock samples; every wait as long as
   * this is recorded. Default: 10 ms.
   */
  public Duration lockInterval() {
    return lockInterval;
  }

  /** Bytes of native memory that the process allocates between two samples. Default: 512 KiB. */
  public long nativeMemoryInterval() {
    return nativeMemoryInterval;
  }

  /**
   * How much CPU time profiling may take, as a share of what the process uses without it; 0 to
   * leave the intervals as they are. Default: 0.
   */
  public double budget() {
    return budget;
  }

  /**
   * Whether stacks of the JVM's own threads are shown with what they run, and what is compiled, and
   * not as one frame that says what they are for. Default: no.
   */
  public boolean vmFrames() {
    return vmFrames;
  }

  /** The most frames of a stack trace that are kept, counted from the leaf. Default: 512. */
  public int maxDepth() {
    return maxDepth;
  }

  /** Where a private directory for recordings is made. Default: {@code java.io.tmpdir}. */
  public Path tempDirectory() {
    return tempDirectory;
  }

  /** Where async-profiler's files go if not to {@link #tempDirectory}. Default: nowhere. */
  public Optional<Path> spareDirectory() {
    return Optional.ofNullable(spareDirectory);
  }

  /** What is known of threads beyond their stacks. Default: nothing. */
  public SampleContexts contexts() {
    return contexts;
  }

  public SamplerConfig withEngine(Engine engine) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.engine = Objects.requireNonNull(engine, "engine");
    return copy;
  }

  /**
   * @param families none, one or more of CPU, wall, lock and native memory; others are ignored
   */
  public SamplerConfig withFamilies(Set<Family> families) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.families = of(families);
    return copy;
  }

  public SamplerConfig withCpuInterval(Duration interval) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.cpuInterval = positive("cpuInterval", interval);
    return copy;
  }

  public SamplerConfig withWallInterval(Duration interval) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.wallInterval = positive("wallInterval", interval);
    return copy;
  }

  public SamplerConfig withLockInterval(Duration interval) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.lockInterval = positive("lockInterval", interval);
    return copy;
  }

  public SamplerConfig withNativeMemoryInterval(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("nativeMemoryInterval is " + bytes + "; use 1 or more.");
    }
    SamplerConfig copy = new SamplerConfig(this);
    copy.nativeMemoryInterval = bytes;
    return copy;
  }

  public SamplerConfig withBudget(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("budget is " + share + "; use 0 to 1, such as 0.01.");
    }
    SamplerConfig copy = new SamplerConfig(this);
    copy.budget = share;
    return copy;
  }

  public SamplerConfig withVmFrames(boolean shown) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.vmFrames = shown;
    return copy;
  }

  public SamplerConfig withMaxDepth(int maxDepth) {
    if (maxDepth < 1) {
      throw new IllegalArgumentException("maxDepth is " + maxDepth + "; use 1 or more.");
    }
    SamplerConfig copy = new SamplerConfig(this);
    copy.maxDepth = maxDepth;
    return copy;
  }

  public SamplerConfig withTempDirectory(Path directory) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.tempDirectory = Objects.requireNonNull(directory, "directory");
    return copy;
  }

  public SamplerConfig withSpareDirectory(Path directory) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.spareDirectory = Objects.requireNonNull(directory, "directory");
    return copy;
  }

  public SamplerConfig withContexts(SampleContexts contexts) {
    SamplerConfig copy = new SamplerConfig(this);
    copy.contexts = Objects.requireNonNull(contexts, "contexts");
    return copy;
  }

  private static Set<Family> of(Set<Family> families) {
    Set<Family> copy = EnumSet.noneOf(Family.class);
    copy.addAll(families);
    return Collections.unmodifiableSet(copy);
  }

  private static Duration positive(String name, Duration interval) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException(
          name + " is " + interval + "; use a duration above zero, such as PT0.01S.");
    }
    return interval;
  }
}

package dev.cresset.allocationtracker;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * How often allocations are sampled, and which classes are instrumented where no recorder can
 * sample them.
 *
 * <p>Immutable; each {@code with…} returns a changed copy.
 */
public final class AllocationConfig {
  /** When classes are instrumented; {@link #AUTO}: if the engine takes no allocation profile. */
  public enum Instrumentation {
    AUTO,
    ON,
    OFF
  }

  private int interval = 512 * 1024;
  private int maxSamplesPerSecond = 200;
  private int maxDepth = 512;
  private Instrumentation instrumentation = Instrumentation.AUTO;
  private List<String> includes = Collections.emptyList();
  private List<String> excludes = Collections.emptyList();
  private Path tempDirectory = Paths.get(System.getProperty("java.io.tmpdir"));

  public AllocationConfig() {}

  private AllocationConfig(AllocationConfig other) {
    this.interval = other.interval;
    this.maxSamplesPerSecond = other.maxSamplesPerSecond;
    this.maxDepth = other.maxDepth;
    this.instrumentation = other.instrumentation;
    this.includes = other.includes;
    this.excludes = other.excludes;
    this.tempDirectory = other.tempDirectory;
  }

  /** Bytes a thread allocates between two of its samples, on average. Default: 512 KiB. */
  public int interval() {
    return interval;
  }

  /**
   * The rate that the flight recorder and the instrumentation keep to, however much is allocated.
   * async-profiler knows no such limit. Default: 200.
   */
  public int maxSamplesPerSecond() {
    return maxSamplesPerSecond;
  }

  /**
   * The most frames of an instrumented allocation's stack trace that are kept, counted from the
   * leaf. Default: 512.
   */
  public int maxDepth() {
    return maxDepth;
  }

  /** Default: {@link Instrumentation#AUTO}. */
  public Instrumentation instrumentation() {
    return instrumentation;
  }

  /**
   * The packages, or classes, that are instrumented, with those below them: {@code com.shop}. Empty
   * for all but the JDK's own machinery. Default: empty.
   */
  public List<String> includes() {
    return includes;
  }

  /** The packages, or classes, that are never instrumented; goes before includes. Default: none. */
  public List<String> excludes() {
    return excludes;
  }

  /**
   * Where the instrumentation's bridge is written for a moment. Default: {@code java.io.tmpdir}.
   */
  public Path tempDirectory() {
    return tempDirectory;
  }

  public AllocationConfig withInterval(int bytes) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.interval = atLeastOne("interval", bytes);
    return copy;
  }

  public AllocationConfig withMaxSamplesPerSecond(int samples) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.maxSamplesPerSecond = atLeastOne("maxSamplesPerSecond", samples);
    return copy;
  }

  public AllocationConfig withMaxDepth(int frames) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.maxDepth = atLeastOne("maxDepth", frames);
    return copy;
  }

  public AllocationConfig withInstrumentation(Instrumentation instrumentation) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.instrumentation = Objects.requireNonNull(instrumentation, "instrumentation");
    return copy;
  }

  public AllocationConfig withIncludes(List<String> packages) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.includes = Collections.unmodifiableList(new ArrayList<>(packages));
    return copy;
  }

  public AllocationConfig withExcludes(List<String> packages) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.excludes = Collections.unmodifiableList(new ArrayList<>(packages));
    return copy;
  }

  public AllocationConfig withTempDirectory(Path directory) {
    AllocationConfig copy = new AllocationConfig(this);
    copy.tempDirectory = Objects.requireNonNull(directory, "directory");
    return copy;
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; use 1 or more.");
    }
    return value;
  }
}

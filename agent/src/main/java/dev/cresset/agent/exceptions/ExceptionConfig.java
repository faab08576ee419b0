package dev.cresset.agent.exceptions;

import dev.cresset.sampler.SampleContexts;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Objects;
import java.util.function.Predicate;

/** How exceptions are sampled. Immutable; each {@code with…} returns a changed copy. */
public final class ExceptionConfig {
  private int interval = 1;
  private int maxDepth = 512;
  private SampleContexts contexts = SampleContexts.NONE;
  private Predicate<Thread> own = thread -> false;
  private Path tempDirectory = Paths.get(System.getProperty("java.io.tmpdir"));

  public ExceptionConfig() {}

  private ExceptionConfig(ExceptionConfig other) {
    this.interval = other.interval;
    this.maxDepth = other.maxDepth;
    this.contexts = other.contexts;
    this.own = other.own;
    this.tempDirectory = other.tempDirectory;
  }

  /**
   * How many exceptions there are to a sample, on average, where they are few enough. Default: 1.
   */
  public int interval() {
    return interval;
  }

  /** The most frames of a stack trace that are kept, counted from the leaf. Default: 512. */
  public int maxDepth() {
    return maxDepth;
  }

  /** What is known of threads beyond their stacks. Default: nothing. */
  public SampleContexts contexts() {
    return contexts;
  }

  /** The agent's threads, whose exceptions are not the application's. Default: none. */
  public Predicate<Thread> own() {
    return own;
  }

  /** Where the bridge lies until it is loaded, where there is no other way. */
  public Path tempDirectory() {
    return tempDirectory;
  }

  public ExceptionConfig withInterval(int exceptions) {
    ExceptionConfig copy = new ExceptionConfig(this);
    copy.interval = atLeastOne("interval", exceptions);
    return copy;
  }

  public ExceptionConfig withMaxDepth(int frames) {
    ExceptionConfig copy = new ExceptionConfig(this);
    copy.maxDepth = atLeastOne("maxDepth", frames);
    return copy;
  }

  public ExceptionConfig withContexts(SampleContexts contexts) {
    ExceptionConfig copy = new ExceptionConfig(this);
    copy.contexts = Objects.requireNonNull(contexts, "contexts");
    return copy;
  }

  public ExceptionConfig withOwn(Predicate<Thread> threads) {
    ExceptionConfig copy = new ExceptionConfig(this);
    copy.own = Objects.requireNonNull(threads, "threads");
    return copy;
  }

  public ExceptionConfig withTempDirectory(Path directory) {
    ExceptionConfig copy = new ExceptionConfig(this);
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

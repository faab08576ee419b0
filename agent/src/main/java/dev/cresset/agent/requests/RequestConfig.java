package dev.cresset.agent.requests;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Objects;

/** What is told of requests. Immutable; each {@code with…} returns a changed copy. */
public final class RequestConfig {
  private SlowLimit slow = SlowLimit.percentile(95);
  private int maxValues = 200;
  private int maxTraces = 20;
  private Path extensions = Paths.get("");
  private Path tempDirectory = Paths.get(System.getProperty("java.io.tmpdir"));

  public RequestConfig() {}

  private RequestConfig(RequestConfig other) {
    this.slow = other.slow;
    this.maxValues = other.maxValues;
    this.maxTraces = other.maxTraces;
    this.extensions = other.extensions;
    this.tempDirectory = other.tempDirectory;
  }

  /** From when on a request counts as slow. Default: slower than 95 % of its endpoint's. */
  public SlowLimit slow() {
    return slow;
  }

  /** How many values each label may have; all others are {@code (other)}. Default: 200. */
  public int maxValues() {
    return maxValues;
  }

  /** How many traces a window may name; all others are {@code (other)}. Default: 20. */
  public int maxTraces() {
    return maxTraces;
  }

  /** A jar, or a folder of jars, with further entry points. Default: the empty path, for none. */
  public Path extensions() {
    return extensions;
  }

  /** Where the bridge lies until it is loaded, where there is no other way. */
  public Path tempDirectory() {
    return tempDirectory;
  }

  public RequestConfig withSlow(SlowLimit slow) {
    RequestConfig copy = new RequestConfig(this);
    copy.slow = Objects.requireNonNull(slow, "slow");
    return copy;
  }

  public RequestConfig withMaxValues(int maxValues) {
    RequestConfig copy = new RequestConfig(this);
    copy.maxValues = positive("maxValues", maxValues);
    return copy;
  }

  public RequestConfig withMaxTraces(int maxTraces) {
    RequestConfig copy = new RequestConfig(this);
    copy.maxTraces = positive("maxTraces", maxTraces);
    return copy;
  }

  public RequestConfig withExtensions(Path jarOrFolder) {
    RequestConfig copy = new RequestConfig(this);
    copy.extensions = Objects.requireNonNull(jarOrFolder, "jarOrFolder");
    return copy;
  }

  public RequestConfig withTempDirectory(Path directory) {
    RequestConfig copy = new RequestConfig(this);
    copy.tempDirectory = Objects.requireNonNull(directory, "directory");
    return copy;
  }

  private static int positive(String name, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name + " is " + number + "; use 1 or more.");
    }
    return number;
  }
}

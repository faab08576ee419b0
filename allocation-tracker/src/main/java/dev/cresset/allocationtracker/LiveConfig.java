package dev.cresset.allocationtracker;

import java.time.Duration;

/**
 * How closely the live heap is followed. Immutable; each {@code with…} returns a changed copy.
 *
 * <p>Which classes may be instrumented is as {@link AllocationConfig} says.
 */
public final class LiveConfig {
  private int interval = 128 * 1024;
  private int maxSamplesPerSecond = 100;
  private int maxReferences = 4096;
  private int maxClasses = 20;
  private Duration delay = Duration.ofMinutes(1);
  private Duration pace = Duration.ofSeconds(30);

  public LiveConfig() {}

  private LiveConfig(LiveConfig other) {
    this.interval = other.interval;
    this.maxSamplesPerSecond = other.maxSamplesPerSecond;
    this.maxReferences = other.maxReferences;
    this.maxClasses = other.maxClasses;
    this.delay = other.delay;
    this.pace = other.pace;
  }

  /** Bytes a thread allocates at followed sites between two samples. Default: 128 KiB. */
  public int interval() {
    return interval;
  }

  /** The interval grows where there would be more. Default: 100. */
  public int maxSamplesPerSecond() {
    return maxSamplesPerSecond;
  }

  /** The most objects that are followed by weak references. Default: 4,096. */
  public int maxReferences() {
    return maxReferences;
  }

  /** The most classes that are instrumented at a time. Default: 20. */
  public int maxClasses() {
    return maxClasses;
  }

  /** How long after the start no class is instrumented. Default: one minute. */
  public Duration delay() {
    return delay;
  }

  /**
   * The least time between two classes being instrumented, and the least age at which an object
   * counts as staying. Default: 30 seconds.
   */
  public Duration pace() {
    return pace;
  }

  public LiveConfig withMaxReferences(int references) {
    LiveConfig copy = new LiveConfig(this);
    copy.maxReferences = atLeastTwo("maxReferences", references);
    return copy;
  }

  public LiveConfig withMaxClasses(int classes) {
    LiveConfig copy = new LiveConfig(this);
    copy.maxClasses = atLeastTwo("maxClasses", classes);
    return copy;
  }

  public LiveConfig withDelay(Duration delay) {
    LiveConfig copy = new LiveConfig(this);
    copy.delay = delay;
    return copy;
  }

  public LiveConfig withPace(Duration pace) {
    LiveConfig copy = new LiveConfig(this);
    copy.pace = pace;
    return copy;
  }

  private static int atLeastTwo(String name, int value) {
    if (value < 2) {
      throw new IllegalArgumentException(name + " is " + value + "; use 2 or more.");
    }
    return value;
  }
}

package dev.cresset.agent.requests;

import java.time.Duration;

/** From when on a request counts as slow. Immutable. */
public final class SlowLimit {
  private final int percentile;
  private final long nanos;

  private SlowLimit(int percentile, long nanos) {
    this.percentile = percentile;
    this.nanos = nanos;
  }

  /** Longer than this percentage of its endpoint's recent requests. */
  public static SlowLimit percentile(int percentile) {
    return new SlowLimit(percentile, 0);
  }

  /** Longer than this. */
  public static SlowLimit longerThan(Duration duration) {
    return new SlowLimit(0, duration.toNanos());
  }

  int percentile() {
    return percentile;
  }

  /** 0 for a percentile. */
  long nanos() {
    return nanos;
  }
}

package dev.cresset.sampler;

import java.util.SplittableRandom;

/**
 * Rounds up or down by chance, so that sums of many roundings keep their mean: of 1.16 objects
 * stood for by each sample, plain rounding would lose one in seven. Used by one thread.
 */
public final class FairRounding {
  private final SplittableRandom random = new SplittableRandom();

  /**
   * @param value not negative
   */
  public long round(double value) {
    return (long) (value + random.nextDouble());
  }
}

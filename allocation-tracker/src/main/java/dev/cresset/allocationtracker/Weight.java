package dev.cresset.allocationtracker;

import dev.cresset.sampler.FairRounding;

/**
 * What one sampled allocation stands for. Each object counts with the inverse of its chance to be
 * sampled (Horvitz and Thompson, 1952), so that sums come out right on average for every class,
 * size and site. Used by one thread.
 */
final class Weight {
  private final FairRounding rounding = new FairRounding();

  /**
   * The chance that a sampler which pauses for exponentially distributed numbers of bytes picks an
   * allocation.
   *
   * @param bytes what the allocation moves the sampler on by
   * @param interval the mean pause
   */
  static double chance(double bytes, double interval) {
    return -Math.expm1(-bytes / interval);
  }

  long round(double value) {
    return rounding.round(value);
  }
}

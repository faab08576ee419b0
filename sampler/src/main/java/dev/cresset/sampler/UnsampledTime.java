package dev.cresset.sampler;

/**
 * How much time may be left unsampled: 0.01 % of any hour. Half of that is there at the start, and
 * whenever nothing was spent for an hour; half of it comes in as time goes by. One thread.
 */
final class UnsampledTime {
  private static final double SHARE = 0.00005;
  private static final double SAVINGS = SHARE * 3600e9;

  private double left = SAVINGS;
  private double last;

  /**
   * @param nanos that went by since the last call
   * @param unsampledNanos of them
   */
  void pass(long nanos, long unsampledNanos) {
    left = Math.min(SAVINGS, left + SHARE * nanos) - unsampledNanos;
    if (unsampledNanos > 0) {
      last = unsampledNanos;
    }
  }

  /** Whether there is room for as much as was left unsampled at the last time, or all there can. */
  boolean affordsMore() {
    return left >= Math.min(last, SAVINGS);
  }
}

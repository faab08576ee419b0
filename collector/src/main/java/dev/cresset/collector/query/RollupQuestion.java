package dev.cresset.collector.query;

/**
 * What is asked of rollups.
 *
 * @param from where what there is begins, in milliseconds since the epoch
 * @param step the width of the pieces of time, aligned to the epoch, that the answer tells apart
 * @param kept what there is of tables
 */
record RollupQuestion(Selection selection, long from, long to, long step, Bounds kept) {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;

  static RollupQuestion of(Selection selection, long step, Bounds kept) {
    TimeRanges.Range range = SelectionSql.range(selection);
    return new RollupQuestion(
        selection, kept.aligned(range.from()), kept.aligned(range.to()), step, kept);
  }

  /** Start of the first whole minute. */
  long first() {
    return ceiling(from, MINUTE);
  }

  /** End of the last whole minute. */
  long end() {
    return Math.floorDiv(to, MINUTE) * MINUTE;
  }

  /** Start of the hour that the first minute is in. */
  long firstHour() {
    return Math.floorDiv(first(), HOUR) * HOUR;
  }

  /** End of the last hour. */
  long lastHour() {
    return ceiling(end(), HOUR);
  }

  Plan ofProfiles() {
    return Plan.ofProfiles(TimeRanges.of(from, to));
  }

  /**
   * From when on there are profiles, minutes and hours: all of them. Older ones are about to be
   * deleted, and so may be what they refer to.
   *
   * @param minutes begin with an hour, and so do {@code profiles} if these go back further
   * @param hours begin before both
   */
  record Bounds(long profiles, long minutes, long hours) {
    /** From when on more is told apart than hours. */
    long detailed() {
      return Math.min(profiles, minutes);
    }

    long aligned(long time) {
      long kept = Math.max(time, hours);
      return kept < detailed()
          ? ceiling(kept, HOUR)
          : kept < profiles ? ceiling(kept, MINUTE) : kept;
    }
  }

  static long ceiling(long time, long width) {
    return -Math.floorDiv(-time, width) * width;
  }
}

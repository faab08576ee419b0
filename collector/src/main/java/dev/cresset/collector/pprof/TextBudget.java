package dev.cresset.collector.pprof;

/**
 * How long the names of a profile's frames and labels may be, written out. A profile has each name
 * once, however many refer to it; tables have it in each row.
 */
final class TextBudget {
  private final Limit limit;
  private long taken;

  TextBudget(Limit limit) {
    this.limit = limit;
  }

  void take(long length) throws PprofException {
    taken += length;
    limit.check(
        "The names of all frames and labels, written out, have a length of at least", taken);
  }
}

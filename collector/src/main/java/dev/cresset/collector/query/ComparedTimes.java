package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;

/**
 * When the windows begin that are compared: all of them while they are few, else those of short
 * pieces of the time, one in each of its equal parts. How sure a change is depends on how windows
 * and instances differ, which only profiles tell, and hardly on there being more than some ten
 * thousand of them.
 */
final class ComparedTimes {
  /** So many that the hours of a day, or the days of a month, are among them. */
  private static final int MAX_PIECES = 60;

  private static final int MIN_PIECES = 12;

  /** Multiples of the golden ratio are spread evenly and follow no rhythm that windows may have. */
  private static final double STEP = (Math.sqrt(5) - 1) / 2;

  private ComparedTimes() {}

  /**
   * @param all the windows of a side
   * @param most how many to compare, about
   * @return all of {@code range}, or pieces of it, none shorter than a window
   */
  static TimeRanges of(WindowSums.Total all, TimeRanges.Range range, long most) {
    if (all.windows() <= most) {
      return TimeRanges.of(range.from(), range.to());
    }
    long length = all.last() - all.first() + 1;
    double aMilli = (double) all.windows() / length;
    double window = Math.max(1, all.windowNanos() / 1e6);
    int pieces = (int) Math.clamp(most / (aMilli * window), MIN_PIECES, MAX_PIECES);
    long piece = (long) Math.ceil(Math.max(window, most / (aMilli * pieces)));
    long part = length / pieces;
    if (piece >= part) {
      return TimeRanges.of(range.from(), range.to());
    }
    List<TimeRanges.Range> chosen = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      long offset = (long) (i * STEP % 1 * (part - piece));
      long from = all.first() + i * part + offset;
      chosen.add(new TimeRanges.Range(from, from + piece));
    }
    return TimeRanges.NONE.and(new TimeRanges(chosen));
  }
}

package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.StringJoiner;

/**
 * Stretches of time in order, none touching the next.
 *
 * @param ranges in milliseconds since the epoch
 */
record TimeRanges(List<Range> ranges) {
  static final TimeRanges NONE = new TimeRanges(List.of());

  /** From one time, inclusive, to another, exclusive. */
  record Range(long from, long to) {}

  /** One stretch; nothing if it ends before it begins. */
  static TimeRanges of(long from, long to) {
    return from < to ? new TimeRanges(List.of(new Range(from, to))) : NONE;
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** These and others, which have no time in common with these. */
  TimeRanges and(TimeRanges others) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(others.ranges);
    all.sort((a, b) -> Long.compare(a.from, b.from));
    List<Range> joined = new ArrayList<>();
    for (Range range : all) {
      if (!joined.isEmpty() && joined.getLast().to == range.from) {
        joined.set(joined.size() - 1, new Range(joined.getLast().from, range.to));
      } else {
        joined.add(range);
      }
    }
    return new TimeRanges(joined);
  }

  /** What of these is before a time. */
  TimeRanges before(long time) {
    return new TimeRanges(
        ranges.stream()
            .filter(range -> range.from < time)
            .map(range -> new Range(range.from, Math.min(range.to, time)))
            .toList());
  }

  /** What of these is not before a time. */
  TimeRanges since(long time) {
    return new TimeRanges(
        ranges.stream()
            .filter(range -> range.to > time)
            .map(range -> new Range(Math.max(range.from, time), range.to))
            .toList());
  }

  /** What is left without the stretches of one width that begin at some times. */
  TimeRanges without(SortedSet<Long> starts, long width) {
    List<Range> left = new ArrayList<>();
    for (Range range : ranges) {
      long from = range.from;
      for (long start : starts.subSet(range.from - width + 1, range.to)) {
        if (from < start) {
          left.add(new Range(from, start));
        }
        from = Math.max(from, start + width);
      }
      if (from < range.to) {
        left.add(new Range(from, range.to));
      }
    }
    return new TimeRanges(left);
  }

  /** What of these is in the stretches of one width that begin at some times. */
  TimeRanges within(SortedSet<Long> starts, long width) {
    List<Range> inside = new ArrayList<>();
    for (Range range : ranges) {
      for (long start : starts.subSet(range.from - width + 1, range.to)) {
        inside.add(new Range(Math.max(range.from, start), Math.min(range.to, start + width)));
      }
    }
    return NONE.and(new TimeRanges(inside));
  }

  /** A condition that a profile begins in one of these, after an AND. */
  Sql containStart() {
    return contain("start", "fromUnixTimestamp64Milli(?)", 1);
  }

  /** A condition that a bucket does, after an AND. */
  Sql containBucket() {
    return contain("bucket", "toDateTime(?, 'UTC')", 1000);
  }

  private Sql contain(String column, String time, int unit) {
    if (ranges.isEmpty()) {
      return new Sql().add("AND 0");
    }
    StringJoiner any = new StringJoiner(" OR ", "AND (", ")");
    List<Object> bounds = new ArrayList<>();
    for (Range range : ranges) {
      any.add("%1$s >= %2$s AND %1$s < %2$s".formatted(column, time));
      bounds.add(range.from / unit);
      bounds.add(range.to / unit);
    }
    return new Sql().add(any.toString(), bounds.toArray());
  }
}

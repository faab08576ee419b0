package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the windows of a selection become points in time: buckets, and for each process the stretches
 * of them in which it ran without a break.
 */
final class LevelPlan {
  /** More would not make the test much sharper; a bucket's level is its lowest window's. */
  private static final int MAX_BUCKETS = 24;

  /** After such a gap, in windows, or such a drop of all levels the process has begun anew. */
  private static final int BREAK_WINDOWS = 6;

  private static final double DROP = 0.1;

  private final long first;
  private final long last;
  private final long width;
  private final Map<Long, Map<Integer, Integer>> windowsByBucket = new HashMap<>();
  private final List<Stretch> stretches = new ArrayList<>();

  /**
   * @param source the process, by a hash of its names
   * @param start of the window, in milliseconds since the epoch
   * @param total of all levels
   * @param followed whether anything that was followed was in use
   */
  record Window(long source, long start, long total, boolean followed) {}

  /** Buckets of a process, {@code from} inclusive, {@code to} exclusive. */
  record Stretch(long source, int from, int to) {}

  /**
   * Those windows that have a level. Before the first site was followed there is none; from then
   * on, where nothing that is followed is in use, it is zero.
   *
   * @param windows of each process by time
   */
  static List<Window> withLevel(List<Window> windows) {
    long longest = BREAK_WINDOWS * period(windows);
    Map<Long, Long> known = new HashMap<>();
    List<Window> withLevel = new ArrayList<>();
    for (Window window : windows) {
      Long before = known.get(window.source);
      if (window.followed || before != null && window.start - before <= longest) {
        known.put(window.source, window.start);
        withLevel.add(window);
      }
    }
    return withLevel;
  }

  /**
   * @param windows of each process by time, at least one
   */
  LevelPlan(List<Window> windows) {
    long period = period(windows);
    this.first = windows.stream().mapToLong(Window::start).min().orElseThrow();
    this.last = windows.stream().mapToLong(Window::start).max().orElseThrow();
    // A little more than a period, so that windows that jitter do not leave a bucket empty.
    long perBucket = (last - first) / MAX_BUCKETS + 1;
    this.width = Math.max(period, perBucket);
    Map<Long, List<Window>> bySource = new TreeMap<>();
    for (Window window : windows) {
      bySource.computeIfAbsent(window.source, any -> new ArrayList<>()).add(window);
      windowsByBucket
          .computeIfAbsent(window.source, any -> new HashMap<>())
          .merge(bucket(window.start), 1, Integer::sum);
    }
    bySource.forEach((source, own) -> split(source, own, period));
  }

  private static long period(List<Window> windows) {
    Map<Long, Long> before = new HashMap<>();
    long[] gaps =
        windows.stream()
            .mapToLong(window -> {
              Long previous = before.put(window.source, window.start);
              return previous == null ? -1 : window.start - previous;
            })
            .filter(gap -> gap > 0)
            .sorted()
            .toArray();
    return gaps.length == 0 ? 1 : gaps[gaps.length / 2];
  }

  private void split(long source, List<Window> windows, long period) {
    Set<Integer> broken = new HashSet<>();
    int from = bucket(windows.getFirst().start);
    for (int i = 1; i < windows.size(); i++) {
      Window before = windows.get(i - 1);
      Window now = windows.get(i);
      boolean gap = now.start - before.start > BREAK_WINDOWS * Math.max(period, 1);
      // Where nothing is left it was given back: an agent that began anew would have left a gap.
      boolean drop = now.total > 0 && now.total < DROP * before.total;
      if (gap || drop) {
        close(source, from, bucket(before.start), broken);
        from = bucket(now.start);
        if (from == bucket(before.start)) {
          broken.add(from);
        }
      }
    }
    close(source, from, bucket(windows.getLast().start), broken);
  }

  private void close(long source, int from, int last, Set<Integer> broken) {
    // A bucket in which one ended and the next began has no level of its own.
    int start = broken.contains(from) ? from + 1 : from;
    if (start <= last) {
      stretches.add(new Stretch(source, start, last + 1));
    }
  }

  private int bucket(long start) {
    return (int) ((start - first) / width);
  }

  long first() {
    return first;
  }

  long width() {
    return width;
  }

  double hours() {
    return width / 3_600_000.0;
  }

  List<Stretch> stretches() {
    return stretches;
  }

  int buckets() {
    return bucket(last) + 1;
  }

  /** How many windows of a process are in a bucket. */
  int windows(long source, int bucket) {
    return windowsByBucket.getOrDefault(source, Map.of()).getOrDefault(bucket, 0);
  }

  /**
   * The levels of one stretch; a bucket without a window, where one came late, has the level
   * before.
   */
  double[] levels(Stretch stretch, double[] byBucket) {
    double[] levels = Arrays.copyOfRange(byBucket, stretch.from, stretch.to);
    for (int i = 1; i < levels.length; i++) {
      if (windows(stretch.source, stretch.from + i) == 0) {
        levels[i] = levels[i - 1];
      }
    }
    return levels;
  }
}

package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which table answers for which time of a selection; together they cover it, and no time is in two.
 *
 * @param profiles the profiles that begin then
 * @param buckets what rollups answer for
 */
record Plan(TimeRanges profiles, List<Buckets> buckets) {
  /**
   * Buckets of a rollup.
   *
   * @param suffix of the names of the rollup's tables
   * @param once whether they were written but once, so that no row is of an older version
   */
  record Buckets(String suffix, boolean once, TimeRanges times) {
    /** The rollup called so, {@code FROM} which to read. */
    String from(String table) {
      return "FROM " + table + suffix + (once ? "" : " FINAL");
    }
  }

  Plan {
    buckets = buckets.stream().filter(some -> !some.times.isEmpty()).toList();
  }

  static Plan ofProfiles(TimeRanges profiles) {
    return new Plan(profiles, List.of());
  }

  /**
   * {@code FROM}: what all the tables have.
   *
   * @param ofProfiles a query of profiles at some times
   * @param ofBuckets a query of buckets
   */
  Sql from(Function<TimeRanges, Sql> ofProfiles, Function<Buckets, Sql> ofBuckets) {
    List<Sql> parts = new ArrayList<>();
    if (!profiles.isEmpty() || buckets.isEmpty()) {
      parts.add(ofProfiles.apply(profiles));
    }
    buckets.forEach(some -> parts.add(ofBuckets.apply(some)));
    return new Sql().add("FROM (").add(Sql.unionAll(parts)).add(")");
  }

  boolean needsRollups() {
    return !buckets.isEmpty();
  }

  int ranges() {
    return profiles.ranges().size()
        + buckets.stream().mapToInt(some -> some.times.ranges().size()).sum();
  }
}

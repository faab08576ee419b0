package dev.cresset.collector.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Values over time, a line for each release, so that a deployment shows.
 *
 * @param step the width of a bucket; buckets are aligned to the epoch
 */
public record Series(String unit, Duration step, List<Line> lines) {
  /** One release's points, in time order; buckets with nothing in them are left out. */
  public record Line(String release, List<Point> points) {}

  /**
   * @param time the bucket's start
   * @param value the sum of the bucket
   * @param instances how many instances sent something, whatever its labels
   */
  public record Point(Instant time, long value, long samples, int instances) {}
}

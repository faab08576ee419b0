package dev.cresset.collector.rollup;

import java.time.Duration;

/**
 * When buckets are rolled up.
 *
 * @param grace after a minute's end until it is rolled up; what comes later has it rolled up again
 * @param visible the longest it takes from when a row is received until it is found
 * @param pause between two passes
 */
public record RollupTiming(Duration grace, Duration visible, Duration pause) {
  public static final RollupTiming DEFAULT =
      new RollupTiming(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofSeconds(10));
}

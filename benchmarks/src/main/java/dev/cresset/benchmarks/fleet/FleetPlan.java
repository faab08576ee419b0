package dev.cresset.benchmarks.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * What a fleet is like: instances of one service, whose load follows the day and which are deployed
 * anew, one after the other.
 *
 * @param instances how many run at a time
 * @param stacks different stack traces of a release and family
 * @param depth of a stack trace on average
 * @param endpoints into which requests come; the label of most samples
 * @param begin when the first release was deployed
 * @param untilNextRelease how long each release runs
 */
public record FleetPlan(
    int instances, int stacks, int depth, int endpoints, Instant begin, Duration untilNextRelease) {
  /** What an agent makes a profile of. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /** A service with 20,000 stack traces of 60 frames and 30 endpoints, deployed twice a day. */
  public static FleetPlan of(int instances, Instant begin) {
    return new FleetPlan(instances, 20_000, 60, 30, begin, Duration.ofHours(12));
  }
}

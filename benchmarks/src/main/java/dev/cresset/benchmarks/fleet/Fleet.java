package dev.cresset.benchmarks.fleet;

import dev.cresset.benchmarks.fleet.FleetWindow.FleetSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes up what a fleet does, the same each time it is asked. How often stack traces are met
 * follows Zipf's law, each belongs mostly to one endpoint, and a release changes lines in two of
 * five. Safe for use by many threads.
 */
public final class Fleet {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(20);
  private static final int AT_HOME_PERCENT = 85;
  private static final int BACKGROUND_PERCENT = 15;

  private final FleetPlan plan;
  private final FleetStacks stacks;
  private final Map<FleetFamily, Zipf> ranks = new EnumMap<>(FleetFamily.class);
  private final Zipf endpoints;

  public Fleet(FleetPlan plan) {
    this.plan = plan;
    this.stacks = new FleetStacks(plan.stacks(), plan.depth());
    for (FleetFamily family : FleetFamily.values()) {
      ranks.put(family, new Zipf(plan.stacks(), family.exponent()));
    }
    this.endpoints = new Zipf(plan.endpoints(), 1);
  }

  public FleetPlan plan() {
    return plan;
  }

  /** What the windows' stack traces are. */
  public FleetStacks stacks() {
    return stacks;
  }

  /**
   * @param instance from 0
   * @param start of the window, not before the plan's beginning
   */
  public FleetWindow window(FleetFamily family, int instance, Instant start) {
    long seed = start.toEpochMilli() * 31 + instance;
    RandomGenerator random = new SplittableRandom(FleetStacks.mix(seed) + family.ordinal());
    int release = release(instance, start);
    long samples = Math.round(family.samples() * load(start) * random.nextDouble(0.8, 1.2));
    Map<Long, Tally> found = new LinkedHashMap<>();
    for (long i = 0; i < samples; i++) {
      int stack = stacks.inRelease(ranks.get(family).next(random), release);
      int endpoint = endpoint(stack, random);
      Tally tally =
          found.computeIfAbsent(
              (long) endpoint << 32 | stack, pair -> new Tally(stack, endpoint, family));
      tally.count++;
      family.addTo(tally.values, stack, random);
    }
    List<FleetSample> all = new ArrayList<>();
    found.values().forEach(tally -> all.add(tally.sample()));
    return new FleetWindow(family, "1." + release, "shop-" + instance, start, all);
  }

  /** How many releases were deployed before this one; instances get it one after the other. */
  private int release(int instance, Instant start) {
    Duration running =
        Duration.between(plan.begin(), start).minus(BETWEEN_RESTARTS.multipliedBy(instance));
    return (int) Math.max(0, running.toMillis() / plan.untilNextRelease().toMillis());
  }

  /** Of the busiest hour: a third at night, all of it in the afternoon. */
  private static double load(Instant start) {
    double day = (double) start.toEpochMilli() % DAY.toMillis() / DAY.toMillis();
    return 0.65 - 0.35 * Math.cos(2 * Math.PI * (day - 0.1));
  }

  private int endpoint(int stack, RandomGenerator random) {
    long home = FleetStacks.mix(stack % plan.stacks());
    if (Math.floorMod(home, 100) < BACKGROUND_PERCENT) {
      return 0;
    }
    return random.nextInt(100) < AT_HOME_PERCENT
        ? 1 + (int) Math.floorMod(home >> 16, (long) plan.endpoints())
        : 1 + endpoints.next(random);
  }

  private static final class Tally {
    final int stack;
    final int endpoint;
    final long[] values;
    long count;

    Tally(int stack, int endpoint, FleetFamily family) {
      this.stack = stack;
      this.endpoint = endpoint;
      this.values = new long[family.types().size()];
    }

    FleetSample sample() {
      return new FleetSample(stack, endpoint, count, values);
    }
  }
}

package dev.cresset.systemtests;

import java.util.stream.Stream;

/**
 * Without the native engine: on a JDK whose flight recorder samples CPU time, and on one where that
 * is measured for each thread, and shared among its stacks by samples. The interval is shorter than
 * a tick of many kernels.
 */
class FlightRecorderKnownCostsIT extends KnownCostsContract {
  static Stream<Jdk> jdks() {
    return Jdk.currentAnd(17);
  }

  @Override
  String engineOptions() {
    return "overhead.budget=off,engine=flight-recorder,cpu.interval=2ms";
  }

  /** An older recorder takes fewer samples a second. */
  @Override
  int cpuSamples() {
    return samplesCpuTime() ? 3000 : 1000;
  }

  private boolean samplesCpuTime() {
    return jdk.version() >= 25;
  }

  /** The flight recorder of a JVM that shuts down is gone before its last window can be read. */
  @Override
  int idleSeconds() {
    return 5;
  }

  @Override
  double cpuPoints(long samples) {
    return samplesCpuTime() ? 3 : Math.max(3, chancePoints(samples));
  }

  @Override
  double allocationPercent(long samples) {
    // The ratio of two sums varies more than either.
    return Math.max(10, 1.25 * chancePercent(samples));
  }

  @Override
  double lockPercent(long samples) {
    return 10;
  }

  /** From thread dumps, which are fewer where they take long. */
  @Override
  double wallPercent(long samples) {
    return Math.max(10, chancePercent(samples));
  }

  @Override
  double wallPoints(long samples) {
    return 3 + 1.5 * chancePoints(samples);
  }
}

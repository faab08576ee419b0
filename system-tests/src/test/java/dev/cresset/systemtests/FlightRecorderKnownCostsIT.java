package dev.cresset.systemtests;

/** Without the native engine, on a JDK whose flight recorder samples CPU time. */
class FlightRecorderKnownCostsIT extends KnownCostsContract {
  @Override
  String engineOptions() {
    return "overhead.budget=off,engine=flight-recorder,cpu.interval=2ms";
  }

  @Override
  int cpuSamples() {
    return 3000;
  }

  /** The flight recorder of a JVM that shuts down is gone before its last window can be read. */
  @Override
  int idleSeconds() {
    return 5;
  }

  @Override
  double cpuPoints(long samples) {
    return 3;
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

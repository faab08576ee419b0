package dev.cresset.systemtests;

/** Without the native engine, on a JDK whose flight recorder samples CPU time. */
class FlightRecorderKnownCostsIT extends KnownCostsContract {
  @Override
  String engineOptions() {
    return "engine=flight-recorder,cpu.interval=2ms";
  }

  @Override
  double cpuPoints(long samples) {
    return 3;
  }

  /** At most 150 samples a second, so 3,000 in all. */
  @Override
  double allocationPercent() {
    return 15;
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
}

package dev.cresset.systemtests;

import java.util.stream.Stream;

/**
 * Without the native engine and without a flight recorder, as on JDK 8. Dumps are some tens a
 * second, and fewer where they take long, so chance has its part in every figure.
 */
class ThreadDumpKnownCostsIT extends KnownCostsContract {
  static Stream<Jdk> jdks() {
    return Jdk.currentAnd(8);
  }

  @Override
  String engineOptions() {
    return "overhead.budget=off,engine=thread-dumps,wall.interval=20ms,alloc.interval=128k";
  }

  @Override
  int cpuSamples() {
    return 250;
  }

  /** What a dump stands for differs, which makes chance greater than by their number. */
  @Override
  double cpuPoints(long samples) {
    return 3 + 1.5 * chancePoints(samples);
  }

  @Override
  double allocationPercent(long samples) {
    // The ratio of two sums varies more than either.
    return Math.max(10, 1.25 * chancePercent(samples));
  }

  @Override
  double lockPercent(long samples) {
    return Math.max(10, 1.5 * chancePercent(samples));
  }

  /**
   * A wait counts if a dump falls into it. Dumps come at random moments: of so many for so many
   * waits, e to the power of minus dumps a wait find none. A tenth less, as the longer waits have
   * more than their part of the dumps, and three standard deviations.
   */
  @Override
  double leastWaits(double waits, long samples) {
    double missed = Math.exp(-samples / waits);
    return 0.9 * waits * (1 - missed) - 3 * Math.sqrt(waits * missed * (1 - missed));
  }

  @Override
  double wallPercent(long samples) {
    return Math.max(10, chancePercent(samples));
  }

  @Override
  double wallPoints(long samples) {
    return 3 + 1.5 * chancePoints(samples);
  }
}

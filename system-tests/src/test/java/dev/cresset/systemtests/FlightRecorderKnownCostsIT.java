package dev.cresset.systemtests;

/** Without the native engine, on a JDK that has a flight recorder. */
class FlightRecorderKnownCostsIT extends KnownCostsContract {
  @Override
  String engineOptions() {
    return "engine=flight-recorder";
  }

  @Override
  int seconds() {
    return 20;
  }

  @Override
  double cpuPoints() {
    return 3;
  }

  @Override
  double allocationPercent() {
    return 15;
  }

  @Override
  double lockPercent() {
    return 10;
  }

  @Override
  double wallPercent() {
    return 15;
  }
}

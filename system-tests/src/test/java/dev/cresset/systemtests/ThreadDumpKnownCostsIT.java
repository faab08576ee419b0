package dev.cresset.systemtests;

/** Without the native engine and without a flight recorder, as on JDK 8. */
class ThreadDumpKnownCostsIT extends KnownCostsContract {
  @Override
  String engineOptions() {
    return "engine=thread-dumps";
  }

  @Override
  int seconds() {
    return 20;
  }

  @Override
  double cpuPoints() {
    return 10;
  }

  @Override
  double allocationPercent() {
    return 15;
  }

  @Override
  double lockPercent() {
    return 15;
  }

  @Override
  double wallPercent() {
    return 15;
  }
}

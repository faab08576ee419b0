package dev.cresset.systemtests;

/** How near async-profiler comes, whatever its rates. */
abstract class NativeKnownCosts extends KnownCostsContract {
  @Override
  double lockPercent(long samples) {
    return 5;
  }

  /** Its timer is late on a machine that is busy with other things. */
  @Override
  double wallPercent(long samples) {
    return 20;
  }
}

package dev.cresset.systemtests;

/** How near async-profiler comes, whatever its rates. */
abstract class NativeKnownCosts extends KnownCostsContract {
  /** Nothing is lost: the methods have it all. */
  @Override
  long toldOfTheCpu() {
    return toldOfTheMethods();
  }

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

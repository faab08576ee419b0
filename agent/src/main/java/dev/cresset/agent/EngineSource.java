package dev.cresset.agent;

import dev.cresset.sampler.ProfilingEngine;

/** Where a seat gets its engine from, and a lesser one when that fails. */
interface EngineSource {
  /** Whether there is anything to do for an engine now. */
  boolean isWanted();

  /**
   * @return an engine that samples already
   * @throws Exception when none runs here now; the message says why
   */
  ProfilingEngine start() throws Exception;

  /** This engine failed window after window: the next start is to try something simpler. */
  void distrust(ProfilingEngine engine);

  /** Whether something better than what runs, which had failed, is to be tried again now. */
  default boolean isBetterOneDue() {
    return false;
  }
}

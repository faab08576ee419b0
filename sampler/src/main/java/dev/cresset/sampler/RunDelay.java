package dev.cresset.sampler;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * How long this thread waits for a CPU when it wants one, which tells of the others. Linux only:
 * elsewhere it never seems to wait. One thread.
 */
final class RunDelay {
  private static final Path OWN = Paths.get("/proc/thread-self");

  private long ran;
  private long waited;

  /**
   * How much longer, by the clock, a second of CPU time has taken since the last call; from 1. A
   * thread that did not make the last call knows nothing of the time since.
   */
  double stretch() {
    try {
      SchedStat now = SchedStat.of(OWN);
      long running = now.ran - ran;
      long waiting = now.waited - waited;
      ran = now.ran;
      waited = now.waited;
      return running > 0 && waiting > 0 ? 1 + (double) waiting / running : 1;
    } catch (IOException e) {
      return 1;
    }
  }
}

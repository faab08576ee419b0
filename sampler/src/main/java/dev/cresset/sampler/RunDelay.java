package dev.cresset.sampler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * How long this thread waits for a CPU when it wants one, which tells of the others. Linux only:
 * elsewhere it never seems to wait. One thread.
 */
final class RunDelay {
  private static final Path OWN = Paths.get("/proc/thread-self/schedstat");

  private long ran;
  private long waited;

  /** How much longer, by the clock, a second of CPU time has taken since the last call; from 1. */
  double stretch() {
    long ranBefore = ran;
    long waitedBefore = waited;
    read();
    return 1 + (double) (waited - waitedBefore) / Math.max(1, ran - ranBefore);
  }

  /** The first field is time on a CPU, the second time spent waiting for one. */
  private void read() {
    try {
      String[] fields =
          new String(Files.readAllBytes(OWN), StandardCharsets.UTF_8).trim().split(" ");
      ran = Long.parseLong(fields[0]);
      waited = Long.parseLong(fields[1]);
    } catch (IOException | RuntimeException e) {
      // This is no Linux.
    }
  }
}

package dev.cresset.sampler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Whether this thread gets a CPU when it wants one, which tells of the others. Linux only:
 * elsewhere it always seems to. One thread.
 */
final class RunDelay {
  private static final Path OWN = Paths.get("/proc/thread-self/schedstat");

  /** Of waiting to running, from which on the CPUs are busy. */
  private static final double MUCH = 0.5;

  private long ran;
  private long waited;

  /** Since the last call. */
  boolean wasLong() {
    long ranBefore = ran;
    long waitedBefore = waited;
    read();
    return waited - waitedBefore > MUCH * (ran - ranBefore);
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

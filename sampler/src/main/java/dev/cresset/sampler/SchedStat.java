package dev.cresset.sampler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux keeps account of for a thread, ever since it began. */
final class SchedStat {
  /** For how long it was on a CPU, in nanoseconds. */
  final long ran;

  /** For how long it waited for one, in nanoseconds. */
  final long waited;

  /** How often it was put on one. */
  final long times;

  private SchedStat(String... fields) {
    ran = Long.parseLong(fields[0]);
    waited = Long.parseLong(fields[1]);
    times = Long.parseLong(fields[2]);
  }

  /**
   * @param thread its folder in {@code /proc}
   * @throws IOException if it has ended, the kernel does not count, or this is no Linux
   */
  static SchedStat of(Path thread) throws IOException {
    byte[] text = Files.readAllBytes(thread.resolve("schedstat"));
    try {
      return new SchedStat(new String(text, StandardCharsets.UTF_8).trim().split(" "));
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }
}

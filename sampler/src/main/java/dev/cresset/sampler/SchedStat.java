package dev.cresset.sampler;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux keeps account of for a thread, ever since it began. */
final class SchedStat {
  /** Three numbers of at most 20 digits; the kernel hands them over at once. */
  private static final int MOST_BYTES = 64;

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
    // Not by readAllBytes, which makes 8 KB of garbage of a file that claims to be empty.
    byte[] text = new byte[MOST_BYTES];
    try (InputStream file = Files.newInputStream(thread.resolve("schedstat"))) {
      int length = file.read(text);
      return new SchedStat(new String(text, 0, length, US_ASCII).trim().split(" "));
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }
}

package dev.cresset.sampler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;

/**
 * How often the kernel puts a thread of this process on a CPU. To find out takes some 20 µs for
 * each thread. Linux only: elsewhere it never seems to. One thread.
 */
final class ContextSwitches {
  private static final Path THREADS = Paths.get("/proc/self/task");

  private Map<String, Long> before = switches();
  private long beforeNanoTime = System.nanoTime();

  /** A second, since the last call or the beginning; of threads that are there at both times. */
  double perSecond() {
    Map<String, Long> now = switches();
    long nanoTime = System.nanoTime();
    long count = 0;
    for (Map.Entry<String, Long> thread : now.entrySet()) {
      count += thread.getValue() - before.getOrDefault(thread.getKey(), thread.getValue());
    }
    double seconds = Math.max(1, nanoTime - beforeNanoTime) / 1e9;
    before = now;
    beforeNanoTime = nanoTime;
    return count / seconds;
  }

  private static Map<String, Long> switches() {
    Map<String, Long> switches = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        addSwitches(thread, switches);
      }
    } catch (IOException | RuntimeException e) {
      // This is no Linux.
    }
    return switches;
  }

  /** The third field is how often it was put on a CPU. */
  private static void addSwitches(Path thread, Map<String, Long> switches) {
    try {
      byte[] text = Files.readAllBytes(thread.resolve("schedstat"));
      String[] fields = new String(text, StandardCharsets.UTF_8).trim().split(" ");
      switches.put(thread.getFileName().toString(), Long.parseLong(fields[2]));
    } catch (IOException | RuntimeException e) {
      // It has ended meanwhile, or the kernel does not count.
    }
  }
}

package dev.cresset.sampler;

import java.io.IOException;
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
      // The number of a thread that has ended may be another one's by now.
      long ever = thread.getValue();
      count += Math.max(0, ever - before.getOrDefault(thread.getKey(), ever));
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

  private static void addSwitches(Path thread, Map<String, Long> switches) {
    try {
      switches.put(thread.getFileName().toString(), SchedStat.of(thread).times);
    } catch (IOException e) {
      // It has ended meanwhile, or the kernel does not count.
    }
  }
}

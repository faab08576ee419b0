package dev.cresset.benchmarks.workload;

import com.sun.management.ThreadMXBean;
import dev.cresset.benchmarks.ProcessFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Runs units of work for as many seconds as a line on stdin says, and answers each line with what
 * they took of this process: {@code result N units=… cpu=… p50=… p99=… resident=… main=… thread=…
 * allocated=…}, where N counts the lines, in units, seconds of CPU, microseconds, megabytes,
 * milliseconds until {@code main}, and seconds of CPU and allocated megabytes of the thread that
 * did the work. Ends the process when stdin ends.
 */
final class Measurement {
  private static final int MAX_UNITS = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long millisToMain;
  private final long[] took = new long[MAX_UNITS];

  /**
   * @param args when the process was started, in milliseconds since the epoch
   */
  Measurement(String... args) {
    millisToMain = System.currentTimeMillis() - Long.parseLong(args[0]);
  }

  void run(Runnable unit) throws IOException {
    BufferedReader wanted =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    int number = 1;
    for (String line = wanted.readLine(); line != null; line = wanted.readLine()) {
      measure(unit, Long.parseLong(line) * 1_000_000_000, number++);
    }
    System.exit(0);
  }

  private void measure(Runnable unit, long nanos, int number) throws IOException {
    double before = ProcessFiles.cpuSeconds("self");
    long threadBefore = THREADS.getCurrentThreadCpuTime();
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    int units = repeat(unit, nanos);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    long thread = THREADS.getCurrentThreadCpuTime() - threadBefore;
    double cpu = ProcessFiles.cpuSeconds("self") - before;
    Arrays.sort(took, 0, units);
    System.out.printf(
        "result %d units=%d cpu=%.3f p50=%.1f p99=%.1f resident=%.1f main=%d thread=%.3f"
            + " allocated=%.1f%n",
        number,
        units,
        cpu,
        took[units / 2] / 1e3,
        took[(int) (units * 0.99)] / 1e3,
        ProcessFiles.residentMegabytes("self"),
        millisToMain,
        thread / 1e9,
        allocated / 1e6);
  }

  private int repeat(Runnable unit, long nanos) {
    int units = 0;
    long end = System.nanoTime() + nanos;
    for (long start = System.nanoTime(); start < end && units < MAX_UNITS; units++) {
      unit.run();
      long now = System.nanoTime();
      took[units] = now - start;
      start = now;
    }
    return units;
  }
}

package dev.cresset.benchmarks.workload;

import com.sun.management.ThreadMXBean;
import dev.cresset.benchmarks.ProcessFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Runs units of work for a while unmeasured and for a while measured, and prints one line with what
 * they took of this process: {@code result units=… cpu=… p50=… p99=… resident=… main=… thread=…
 * allocated=…} in units, seconds of CPU, microseconds, megabytes, milliseconds until {@code main},
 * and seconds of CPU and allocated megabytes of the thread that did the work.
 */
final class Measurement {
  private static final int MAX_UNITS = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long warmUpNanos;
  private final long measuredNanos;
  private final long millisToMain;

  /**
   * @param args seconds to warm up, seconds to measure, and when the process was started, in
   *     milliseconds since the epoch
   */
  Measurement(String... args) {
    millisToMain = System.currentTimeMillis() - Long.parseLong(args[2]);
    warmUpNanos = Long.parseLong(args[0]) * 1_000_000_000;
    measuredNanos = Long.parseLong(args[1]) * 1_000_000_000;
  }

  void run(Runnable unit) throws IOException {
    repeat(unit, warmUpNanos, new long[MAX_UNITS]);
    long[] took = new long[MAX_UNITS];
    double before = ProcessFiles.cpuSeconds("self");
    long threadBefore = THREADS.getCurrentThreadCpuTime();
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    int units = repeat(unit, measuredNanos, took);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    long thread = THREADS.getCurrentThreadCpuTime() - threadBefore;
    double cpu = ProcessFiles.cpuSeconds("self") - before;
    Arrays.sort(took, 0, units);
    System.out.printf(
        "result units=%d cpu=%.3f p50=%.1f p99=%.1f resident=%.1f main=%d thread=%.3f"
            + " allocated=%.1f%n",
        units,
        cpu,
        took[units / 2] / 1e3,
        took[(int) (units * 0.99)] / 1e3,
        ProcessFiles.residentMegabytes("self"),
        millisToMain,
        thread / 1e9,
        allocated / 1e6);
    System.exit(0);
  }

  private static int repeat(Runnable unit, long nanos, long[] took) {
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

package dev.cresset.sampler;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;
import one.profiler.AsyncProfiler;

/**
 * What interrupting a thread costs beyond the walk: 5 to 50 µs, by kernel, hypervisor and kind of
 * timer. Found out once, by having this very thread interrupted often while it does work whose time
 * is known. Immutable.
 */
final class SignalCosts {
  private static final long UNKNOWN_NANOS = 10_000;
  private static final long INTERVAL_NANOS = 200_000;
  private static final long WORK_NANOS = 4_000_000;
  private static final int ROUNDS = 3;

  /** No kernel interrupts a thread in less, whatever a busy machine makes of the measurement. */
  private static final long LEAST_NANOS = 1_000;

  /** Where perf events could not be measured: about what they take on slow machines. */
  static final long WORST_PERF_NANOS = 50_000;

  private static final String OPTIONS =
      ",interval=" + INTERVAL_NANOS + "ns,threads,features=stats,loglevel=none";

  /** What a walk takes for each unit of {@link WalkedStacks#effort}, where nothing is known. */
  private static final double UNKNOWN_WALK_NANOS = 20;

  private final long perfNanos;
  private final long wallNanos;
  private final double walkNanos;

  SignalCosts(long perfNanos, long wallNanos, double walkNanos) {
    this.perfNanos = perfNanos;
    this.wallNanos = wallNanos;
    this.walkNanos = walkNanos;
  }

  /**
   * Of a sample of CPU time. A timer's signal costs as much as the wall clock's, a perf event by
   * far more on some machines.
   */
  long cpuNanos(boolean byTimer) {
    return byTimer ? Math.min(wallNanos, perfNanos) : perfNanos;
  }

  /** Of a sample of a running thread's wall time. */
  long wallNanos() {
    return wallNanos;
  }

  /** Of a walk, for each unit of its effort, as long as nothing is in its way. */
  double walkNanos() {
    return walkNanos;
  }

  /**
   * Takes about 50 ms of CPU time. Where nothing can be found out, a guess.
   *
   * @param profiler must not be running
   */
  static SignalCosts measure(AsyncProfiler profiler) {
    return measure(profiler, new CpuClock(Duration.ofNanos(INTERVAL_NANOS)).event());
  }

  /**
   * @param cpuEvent what is measured for CPU time: with many threads timers, though later sessions
   *     may have perf events
   */
  static SignalCosts measure(AsyncProfiler profiler, String cpuEvent) {
    try {
      Bench bench = new Bench(profiler);
      // Only the thread that was added is interrupted by the one, every running one by the other.
      long wall = bench.measure("event=wall,filter", UNKNOWN_NANOS);
      String options = "event=" + cpuEvent;
      long cpu = bench.measure(options, wall);
      long perf = CpuClock.isTimer(options) ? Math.max(cpu, WORST_PERF_NANOS) : cpu;
      return new SignalCosts(
          perf, wall, bench.leastWalk == Double.MAX_VALUE ? UNKNOWN_WALK_NANOS : bench.leastWalk);
    } catch (LinkageError e) {
      // A runtime image without java.management has no clock for this.
      return new SignalCosts(UNKNOWN_NANOS, UNKNOWN_NANOS, UNKNOWN_WALK_NANOS);
    }
  }

  /** Work of a known length, with and without interruptions. */
  private static final class Bench {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[1 << 16];
    private final AsyncProfiler profiler;
    private final long blocks;
    private final long without;
    private long frames;

    /** Of the sessions, since a walk that was not let to go on makes for a long average. */
    private double leastWalk = Double.MAX_VALUE;

    Bench(AsyncProfiler profiler) {
      this.profiler = profiler;
      work(WORK_NANOS / 50_000);
      this.blocks = Math.max(1, WORK_NANOS * 64 / Math.max(1, work(64)));
      this.without = medianWork();
    }

    /**
     * In one session: to begin one takes async-profiler longer than the work.
     *
     * @return nanoseconds for each interruption; {@code otherwise} where there are too few of them,
     *     as with timers that are as coarse as the kernel's ticks
     */
    long measure(String event, long otherwise) {
      try {
        profiler.execute("start," + event + OPTIONS);
        long with;
        try {
          profiler.addThread(Thread.currentThread());
          with = medianWork();
        } finally {
          profiler.execute("stop,loglevel=none");
        }
        long all = samplesOfThisThread();
        long samples = all / ROUNDS;
        if (samples * INTERVAL_NANOS <= WORK_NANOS / 4) {
          return otherwise;
        }
        long walk = Math.max(1, walkNanos());
        leastWalk = Math.min(leastWalk, walk / WalkedStacks.effort(1, (double) frames / all));
        return Math.max(LEAST_NANOS, (with - without) / samples - walk);
      } catch (IOException | RuntimeException e) {
        return otherwise;
      }
    }

    private long medianWork() {
      long[] rounds = new long[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        rounds[i] = work(blocks);
      }
      Arrays.sort(rounds);
      return rounds[ROUNDS / 2];
    }

    /** In CPU time. Compiled or not, it is the same machine code that works. */
    private long work(long times) {
      long start = threads.getCurrentThreadCpuTime();
      for (long i = 0; i < times; i++) {
        crc.update(block, 0, block.length);
      }
      return threads.getCurrentThreadCpuTime() - start;
    }

    private long samplesOfThisThread() throws IOException {
      String name = '[' + Thread.currentThread().getName() + ' ';
      long samples = 0;
      frames = 0;
      for (String line : profiler.execute("dump,collapsed,samples,loglevel=none").split("\n")) {
        if (line.startsWith(name)) {
          long times = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
          samples += times;
          frames += times * (line.split(";").length - 1);
        }
      }
      return samples;
    }

    private long walkNanos() throws IOException {
      NativeMetrics metrics = new NativeMetrics();
      metrics.update(profiler.execute("metrics,loglevel=none"));
      return metrics.walkNanos() / Math.max(1, metrics.samples());
    }
  }
}

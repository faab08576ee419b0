package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Takes a thread dump again and again, on a thread of its own, and adds up where threads were.
 *
 * <p>A dump stops all threads for a moment, so dumps are taken less often where they take long:
 * they take {@value #MAX_PERCENT} % of the time at most.
 */
final class ThreadDumps implements AutoCloseable {
  private static final int MAX_PERCENT = 2;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom();
  private final CpuMeter cpu = new CpuMeter();
  private final long intervalNanos;
  private final int maxDepth;
  private final Thread thread = new Thread(this::run, "cresset-thread-dumps");

  // Guarded by this, as the window's seal and the thread take dumps both.
  private final Map<Long, DumpedThread> known = new HashMap<>();
  private DumpedWindow window;
  private long lastDump;
  private long nextDump;
  private long lastDuration;
  private boolean closed;

  ThreadDumps(Duration interval, int maxDepth) {
    this.intervalNanos = interval.toNanos();
    this.maxDepth = maxDepth;
  }

  boolean measuresCpu() {
    return cpu.works();
  }

  synchronized void start() {
    cpu.reset();
    lastDump = System.nanoTime();
    nextDump = lastDump + drawInterval();
    window = new DumpedWindow(epochNanos());
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends a window, to its last moment, and begins the next. */
  synchronized DumpedWindow seal() {
    dump();
    long now = epochNanos();
    window.end(now, cpu.advanceBeyondThreads());
    DumpedWindow sealed = window;
    window = new DumpedWindow(now);
    return sealed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void run() {
    while (!closed) {
      try {
        long untilNext = nextDump - System.nanoTime();
        if (untilNext > 0) {
          wait(Math.max(1, untilNext / 1_000_000));
        } else {
          dump();
        }
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) {
        // Whatever it is, the next dump may work.
        window.failed(e);
        lastDump = System.nanoTime();
        nextDump = lastDump + drawInterval();
      }
    }
  }

  /** Half to one and a half times the interval, lest dumps keep step with what they look at. */
  private long drawInterval() {
    long mean = Math.max(intervalNanos, lastDuration * 100 / MAX_PERCENT);
    return mean / 2 + (long) (random.nextDouble() * mean);
  }

  private void dump() {
    long start = System.nanoTime();
    ThreadInfo[] infos = threads.getThreadInfo(threads.getAllThreadIds(), maxDepth + 1);
    long elapsed = start - lastDump;
    Map<Long, DumpedThread> living = new HashMap<>();
    for (ThreadInfo info : infos) {
      if (info != null) {
        DumpedThread seen = known.getOrDefault(info.getThreadId(), new DumpedThread(maxDepth));
        living.put(info.getThreadId(), seen);
        window.add(seen.update(info, elapsed, cpu.advance(info.getThreadId())));
      }
    }
    known.clear();
    known.putAll(living);
    cpu.forgetAllBut(living.keySet());
    lastDump = start;
    lastDuration = System.nanoTime() - start;
    nextDump = start + drawInterval();
    window.dumped(lastDuration);
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}

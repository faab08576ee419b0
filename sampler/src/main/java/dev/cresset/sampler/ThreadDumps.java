package dev.cresset.sampler;

import dev.cresset.profile.WindowClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Takes a thread dump again and again, on a thread of its own, and adds up where threads were.
 *
 * <p>A dump stops all threads for a moment, so dumps are taken less often where they take long:
 * they fill no more of the time than the budget.
 */
final class ThreadDumps implements AutoCloseable {
  private static final double SHARE_WITHOUT_BUDGET = 0.02;

  private static final long NEVER_NANOS = TimeUnit.DAYS.toNanos(36500);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom();
  private final CpuMeter cpu = new CpuMeter();
  private final long intervalNanos;
  private final double maxShare;
  private final int maxDepth;
  private final SampleContexts contexts;
  private final Thread thread = new Thread(this::run, "cresset-thread-dumps");

  // Guarded by this, as the window's seal and the thread take dumps both.
  private final Map<Long, DumpedThread> known = new HashMap<>();
  private DumpedWindow window;
  private long lastDump;
  private long nextDump;
  private long lastDuration;
  private int factor = 1;
  private long costNanos;
  private boolean closed;

  ThreadDumps(SamplerConfig config) {
    this.intervalNanos = config.wallInterval().toNanos();
    this.maxShare = config.budget() > 0 ? config.budget() : SHARE_WITHOUT_BUDGET;
    this.maxDepth = config.maxDepth();
    this.contexts = config.contexts();
  }

  boolean measuresCpu() {
    return cpu.works();
  }

  synchronized void start() {
    cpu.reset();
    lastDump = System.nanoTime();
    nextDump = lastDump + drawInterval();
    window = new DumpedWindow(WindowClock.start());
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends a window, to its last moment, and begins the next. */
  synchronized DumpedWindow seal() {
    dump();
    window.end(cpu.advanceBeyondThreads());
    DumpedWindow sealed = window;
    window = sealed.next();
    return sealed;
  }

  /**
   * @param factor on the interval; 0 for no dumps but those of {@link #seal}
   */
  synchronized void pace(int factor) {
    this.factor = factor;
    nextDump = lastDump + drawInterval();
    notifyAll();
  }

  /**
   * How long dumps have stopped the application since the last call, in nanoseconds; less what the
   * calling threads did in that time, which are the agent's own.
   */
  synchronized long takeCostNanos() {
    long nanos = costNanos;
    costNanos = 0;
    return nanos;
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
    if (factor == 0) {
      return NEVER_NANOS;
    }
    long mean = Math.max(intervalNanos * factor, (long) (lastDuration / maxShare));
    return mean / 2 + (long) (random.nextDouble() * mean);
  }

  private void dump() {
    long start = System.nanoTime();
    long ownStart = cpu.ofThisThread();
    ThreadInfo[] infos = threads.getThreadInfo(threads.getAllThreadIds(), maxDepth + 1);
    SampleContexts.Known now = contexts.now();
    long elapsed = start - lastDump;
    Map<Long, DumpedThread> living = new HashMap<>();
    for (ThreadInfo info : infos) {
      if (info != null) {
        DumpedThread seen = known.getOrDefault(info.getThreadId(), new DumpedThread(maxDepth));
        living.put(info.getThreadId(), seen);
        window.add(seen.update(info, elapsed, cpu.advance(info.getThreadId())), now);
      }
    }
    known.clear();
    known.putAll(living);
    cpu.forgetAllBut(living.keySet());
    lastDump = start;
    lastDuration = System.nanoTime() - start;
    costNanos += Math.max(0, lastDuration - (cpu.ofThisThread() - ownStart));
    nextDump = start + drawInterval();
    window.dumped(lastDuration);
  }
}

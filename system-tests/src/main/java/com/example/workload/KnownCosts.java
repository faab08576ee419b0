package com.example.workload;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A program whose costs are known: it runs for {@code args[0]} seconds, or until the file {@code
 * args[1]} is there, prints what its methods have truly cost, one {@code truth NAME=VALUE} a line,
 * and does nothing for another {@code args[2]} seconds. It does nothing either before the file
 * {@code args[3]} is there, if one is named.
 *
 * <p>Three methods share the CPU 60:30:10, one allocates twice what another does, three wait
 * 60:30:10, and one is kept waiting for a lock.
 */
public final class KnownCosts {
  private volatile boolean over;

  private KnownCosts() {}

  public static void main(String[] args) throws InterruptedException {
    while (args.length > 3 && !new File(args[3]).exists()) {
      pause(20);
    }
    KnownCosts program = new KnownCosts();
    Thread[] threads = {
      new Thread(new Burner(program), "burner"),
      new Thread(new Allocator(program), "allocator"),
      new Thread(new Waiter(program), "waiter"),
      new Thread(new LockHolder(program), "lock-holder"),
      new Thread(new LockSeeker(program), "lock-seeker"),
    };
    for (Thread thread : threads) {
      thread.start();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
    while (System.nanoTime() - end < 0 && !(args.length > 1 && new File(args[1]).exists())) {
      pause(50);
    }
    program.over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (args.length > 2) {
      pause(TimeUnit.SECONDS.toMillis(Long.parseLong(args[2])));
    }
  }

  boolean isOver() {
    return over;
  }

  static synchronized void tell(String name, long value) {
    System.out.println("truth " + name + "=" + value);
  }

  /**
   * CPU time in fixed shares, as the operating system counts it, in turns of no length that a
   * sampling interval could keep step with.
   */
  static final class Burner implements Runnable {
    private static final long UNIT_NANOS = TimeUnit.MICROSECONDS.toNanos(370);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final KnownCosts program;
    private double sink;

    Burner(KnownCosts program) {
      this.program = program;
    }

    @Override
    public void run() {
      long sixty = 0;
      long thirty = 0;
      long ten = 0;
      while (!program.isOver()) {
        sixty += sixty();
        thirty += thirty();
        ten += ten();
      }
      tell("cpu.sixty", sixty);
      tell("cpu.thirty", thirty);
      tell("cpu.ten", ten);
      if (sink == 42) {
        System.out.println("That the work is not optimised away.");
      }
    }

    private long sixty() {
      long start = threads.getCurrentThreadCpuTime();
      long spent = 0;
      while (spent < 6 * UNIT_NANOS) {
        for (int i = 0; i < 2_000; i++) {
          sink += Math.sqrt(i);
        }
        spent = threads.getCurrentThreadCpuTime() - start;
      }
      return spent;
    }

    private long thirty() {
      long start = threads.getCurrentThreadCpuTime();
      long spent = 0;
      while (spent < 3 * UNIT_NANOS) {
        for (int i = 0; i < 2_000; i++) {
          sink += Math.sqrt(i);
        }
        spent = threads.getCurrentThreadCpuTime() - start;
      }
      return spent;
    }

    private long ten() {
      long start = threads.getCurrentThreadCpuTime();
      long spent = 0;
      while (spent < UNIT_NANOS) {
        for (int i = 0; i < 2_000; i++) {
          sink += Math.sqrt(i);
        }
        spent = threads.getCurrentThreadCpuTime() - start;
      }
      return spent;
    }
  }

  /**
   * Twice as many bytes in one method as in the other, of the same objects, in turns of no size
   * that the JVM's allocation buffers could keep step with.
   */
  static final class Allocator implements Runnable {
    private static final int ARRAY = 1000;

    /** With its header, as 64-bit JVMs with compressed class pointers lay it out. */
    private static final int ARRAY_BYTES = 16 + ARRAY;

    private static final int MOST_ARRAYS = 1000;

    private final Random random = new Random(1);
    private final KnownCosts program;
    private Object kept;

    Allocator(KnownCosts program) {
      this.program = program;
    }

    @Override
    public void run() {
      long single = 0;
      long twofold = 0;
      while (!program.isOver()) {
        int arrays = random.nextInt(MOST_ARRAYS);
        single += single(arrays);
        twofold += twofold(arrays);
        pause(10);
      }
      tell("alloc.single", single);
      tell("alloc.twofold", twofold);
      if (kept == program) {
        System.out.println("That the objects are not optimised away.");
      }
    }

    private long single(int arrays) {
      for (int i = 0; i < arrays; i++) {
        kept = new byte[ARRAY];
      }
      return (long) arrays * ARRAY_BYTES;
    }

    private long twofold(int arrays) {
      for (int i = 0; i < 2 * arrays; i++) {
        kept = new byte[ARRAY];
      }
      return 2L * arrays * ARRAY_BYTES;
    }
  }

  /**
   * Waits in fixed shares, in turns of random length. In between it works for a moment: what takes
   * a thread next to no CPU time is no change to those who look whether it still sleeps.
   */
  static final class Waiter implements Runnable {
    private static final int UNIT_MILLIS = 7;
    private static final long WORK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Random random = new Random(2);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final KnownCosts program;

    Waiter(KnownCosts program) {
      this.program = program;
    }

    @Override
    public void run() {
      long sixty = 0;
      long thirty = 0;
      long ten = 0;
      while (!program.isOver()) {
        int unit = 1 + random.nextInt(2 * UNIT_MILLIS);
        sixty += sixty(unit);
        work();
        thirty += thirty(unit);
        work();
        ten += ten(unit);
        work();
      }
      tell("wall.sixty", sixty);
      tell("wall.thirty", thirty);
      tell("wall.ten", ten);
      tell("wall.waiting", sixty + thirty + ten);
    }

    private static long sixty(int unit) {
      return waiting(6 * unit);
    }

    private static long thirty(int unit) {
      return waiting(3 * unit);
    }

    private static long ten(int unit) {
      return waiting(unit);
    }

    private static long waiting(int millis) {
      long start = System.nanoTime();
      pause(millis);
      return System.nanoTime() - start;
    }

    private void work() {
      long end = threads.getCurrentThreadCpuTime() + WORK_NANOS;
      while (threads.getCurrentThreadCpuTime() < end) {
        Thread.yield();
      }
    }
  }

  private final Object lock = new Object();

  /** Holds the lock most of the time. */
  static final class LockHolder implements Runnable {
    private final KnownCosts program;

    LockHolder(KnownCosts program) {
      this.program = program;
    }

    @Override
    public void run() {
      while (!program.isOver()) {
        hold();
        pause(10);
      }
    }

    private void hold() {
      synchronized (program.lock) {
        pause(40);
      }
    }
  }

  /** Wants the lock again and again, and measures how long it is kept waiting. */
  static final class LockSeeker implements Runnable {
    private static final long CONTENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final KnownCosts program;

    LockSeeker(KnownCosts program) {
      this.program = program;
    }

    @Override
    public void run() {
      long delay = 0;
      long times = 0;
      while (!program.isOver()) {
        long waited = seek();
        if (waited > CONTENDED_NANOS) {
          delay += waited;
          times++;
        }
        pause(20);
      }
      tell("lock.delay", delay);
      tell("lock.contentions", times);
    }

    private long seek() {
      long start = System.nanoTime();
      synchronized (program.lock) {
        return System.nanoTime() - start;
      }
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

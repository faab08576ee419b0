package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads whose costs are known, because they measure them: a worker that spends its CPU time
 * 60/30/10 on three methods, a sleeper, two threads that wait for locks, a pool that idles.
 */
final class KnownWorkload implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong monitorWaits = new AtomicLong();
  private final AtomicLong monitorNanos = new AtomicLong();
  private final AtomicLong lockWaits = new AtomicLong();
  private final AtomicLong lockNanos = new AtomicLong();
  private final ExecutorService idlePool = Executors.newFixedThreadPool(3);
  private volatile boolean running = true;
  private volatile double sink;

  private final int holdMillis;

  private KnownWorkload(int holdMillis) {
    this.holdMillis = holdMillis;
  }

  /** With locks held for 40 ms at a time. */
  static KnownWorkload start() {
    return start(40);
  }

  static KnownWorkload start(int holdMillis) {
    KnownWorkload workload = new KnownWorkload(holdMillis);
    workload.run("busy-worker-1", workload::work);
    workload.run("sleeper-1", workload::sleep);
    workload.run("monitor-waiter-1", workload::contendForMonitor);
    workload.run("lock-waiter-1", workload::contendForLock);
    workload.idlePool.submit(() -> {});
    return workload;
  }

  /** As of now; while it runs. */
  long workerCpuNanos() {
    return THREADS.getThreadCpuTime(threads.get(0).threadId());
  }

  long monitorWaits() {
    return monitorWaits.get();
  }

  long monitorNanos() {
    return monitorNanos.get();
  }

  long lockWaits() {
    return lockWaits.get();
  }

  long lockNanos() {
    return lockNanos.get();
  }

  @Override
  public void close() {
    running = false;
    idlePool.shutdownNow();
    for (Thread thread : threads) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void run(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void work() {
    while (running) {
      sixty();
      thirty();
      ten();
    }
  }

  // Not a multiple of a sampling interval of 10 ms, lest samples keep step with the methods.

  private void sixty() {
    burn(TimeUnit.MICROSECONDS.toNanos(60_600));
  }

  private void thirty() {
    burn(TimeUnit.MICROSECONDS.toNanos(30_300));
  }

  private void ten() {
    burn(TimeUnit.MICROSECONDS.toNanos(10_100));
  }

  private void burn(long cpuNanos) {
    long end = THREADS.getCurrentThreadCpuTime() + cpuNanos;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      compute();
    }
  }

  private void compute() {
    double sum = 0;
    for (int i = 1; i < 20_000; i++) {
      sum += Math.sqrt(i) / (i + sum);
    }
    sink = sum;
  }

  private void sleep() {
    while (running) {
      pause(1000);
    }
  }

  private static final class Contended {}

  /** Waits again and again for a monitor that another thread holds for a while. */
  private void contendForMonitor() {
    Contended monitor = new Contended();
    while (running) {
      CountDownLatch held = new CountDownLatch(1);
      Thread holder =
          startHolder(() -> {
            synchronized (monitor) {
              held.countDown();
              pause(holdMillis);
            }
          });
      await(held);
      long start = System.nanoTime();
      synchronized (monitor) {
        monitorNanos.addAndGet(System.nanoTime() - start);
        monitorWaits.incrementAndGet();
      }
      join(holder);
    }
  }

  /** The same with a lock of java.util.concurrent. */
  private void contendForLock() {
    ReentrantLock lock = new ReentrantLock();
    while (running) {
      CountDownLatch held = new CountDownLatch(1);
      Thread holder =
          startHolder(() -> {
            lock.lock();
            held.countDown();
            pause(holdMillis);
            lock.unlock();
          });
      await(held);
      long start = System.nanoTime();
      lock.lock();
      lockNanos.addAndGet(System.nanoTime() - start);
      lockWaits.incrementAndGet();
      lock.unlock();
      join(holder);
    }
  }

  private Thread startHolder(Runnable body) {
    Thread holder = new Thread(body, "holder");
    holder.setDaemon(true);
    holder.start();
    return holder;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      // The workload ends.
    }
  }
}

package dev.cresset.benchmarks.programs;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Loads and drops classes, starts and ends threads, allocates and waits for locks, for ever. */
public final class Churn {
  private static final int THREADS_AT_ONCE = 8;
  private static final long PAUSE_NANOS = 20_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile Object garbage;

  private Churn() {}

  public static void main(String[] args) throws Exception {
    System.out.println("churning");
    new Churn().run();
  }

  private void run() throws Exception {
    byte[] classFile = bytesOf(Passing.class);
    while (true) {
      Object passing =
          new Passers(classFile).loadClass(Passing.class.getName()).getConstructor().newInstance();
      garbage = passing;
      Thread[] threads = new Thread[THREADS_AT_ONCE];
      for (int i = 0; i < threads.length; i++) {
        threads[i] = new Thread((Runnable) passing, "churn-" + i);
        threads[i].start();
      }
      contend();
      for (Thread thread : threads) {
        thread.join();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void contend() throws InterruptedException {
    Thread waiting =
        new Thread(() -> {
          lock.lock();
          lock.unlock();
        });
    lock.lock();
    try {
      waiting.start();
      garbage = new byte[100_000];
    } finally {
      lock.unlock();
    }
    waiting.join();
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  /** Loaded anew each time, by a loader of its own. */
  public static final class Passing implements Runnable {
    private double sum;

    /** Called reflectively. */
    public Passing() {}

    @Override
    public void run() {
      for (int i = 0; i < 50_000; i++) {
        sum += Math.sqrt(i + sum);
      }
    }
  }

  private static final class Passers extends ClassLoader {
    private final byte[] classFile;

    Passers(byte[] classFile) {
      super(Churn.class.getClassLoader());
      this.classFile = classFile;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Passing.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, classFile, 0, classFile.length);
    }
  }
}

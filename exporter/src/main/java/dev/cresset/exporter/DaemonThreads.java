package dev.cresset.exporter;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the exporter: none keeps a JVM alive or an application's class loader in use. */
final class DaemonThreads {
  private DaemonThreads() {}

  static Thread named(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }

  /** Threads called {@code PREFIX-1}, {@code PREFIX-2}, … */
  static ThreadFactory numbered(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> named(prefix + '-' + count.incrementAndGet(), task);
  }
}

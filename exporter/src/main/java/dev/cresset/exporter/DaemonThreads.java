package dev.cresset.exporter;

/**
 * The threads of the exporter: they keep neither the JVM alive nor the application's class loader
 * in use, and what kills one is not printed into the application's output.
 */
final class DaemonThreads {
  private DaemonThreads() {}

  static Thread named(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    thread.setUncaughtExceptionHandler((dead, cause) -> {});
    return thread;
  }
}

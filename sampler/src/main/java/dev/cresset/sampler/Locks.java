package dev.cresset.sampler;

/** Tells waiting for a lock from idling: both park, and only the object they park on differs. */
final class Locks {
  private static final String PACKAGE = "java.util.concurrent.";

  private Locks() {}

  /**
   * @param className of what a thread parks on, with dots
   * @return true for locks and semaphores; false for conditions, queues, futures and the like
   */
  static boolean isContended(String className) {
    return className.startsWith(PACKAGE + "locks.Reentrant")
        || className.startsWith(PACKAGE + "locks.StampedLock")
        || className.startsWith(PACKAGE + "Semaphore");
  }
}

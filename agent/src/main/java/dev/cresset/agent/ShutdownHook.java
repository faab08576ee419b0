package dev.cresset.agent;

/** Lets the last profiles leave when the JVM ends; SIGTERM ends it in an orderly way too. */
final class ShutdownHook {
  private final Thread thread;

  ShutdownHook(Runnable stop) {
    this.thread = new Thread(stop, "cresset-shutdown");
  }

  /**
   * @return false if the JVM ends already, and nothing is worth starting
   */
  boolean install() {
    try {
      Runtime.getRuntime().addShutdownHook(thread);
      return true;
    } catch (IllegalStateException endingAlready) {
      return false;
    }
  }

  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException ending) {
      // It is what stops the agent now.
    }
  }
}

package dev.cresset.benchmarks.workload;

/** Does nothing, so that what its JVM does is the profiler's. */
final class IdleWorkload {
  private IdleWorkload() {}

  /**
   * @param args when the process was started, in milliseconds since the epoch
   */
  public static void main(String[] args) throws InterruptedException {
    System.out.println("main after " + (System.currentTimeMillis() - Long.parseLong(args[0])));
    Thread.sleep(Long.MAX_VALUE);
  }
}

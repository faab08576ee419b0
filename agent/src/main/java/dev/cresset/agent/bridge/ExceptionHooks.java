package dev.cresset.agent.bridge;

/**
 * The agent's side of {@link Exceptions}. Called on the application's threads, while they make an
 * exception: quick, safe for use by many threads. What it throws is dropped.
 */
public abstract class ExceptionHooks {
  /** How many exceptions there are to a sample, on average; 1 or more. */
  private volatile int interval = 1;

  protected ExceptionHooks() {}

  protected final int interval() {
    return interval;
  }

  protected final void setInterval(int exceptions) {
    interval = exceptions;
  }

  /**
   * The calling thread makes an exception that was picked.
   *
   * @param interval one in so many is picked, by chance
   */
  protected abstract void sampled(Class<?> type, int interval);
}

package dev.cresset.api;

import java.util.concurrent.Callable;

/**
 * Labels what the application does where the agent cannot see it by itself: a batch job, a
 * message's kind, a tenant.
 *
 * <p>All samples that are taken of the code within a label carry it, also of tasks that the code
 * hands to an executor. A label within a label of the same key takes its place. Keys and values
 * should be few, never an id: past the agent's {@code requests.values}, further values become
 * {@code (other)}.
 *
 * <p>Without the agent nothing happens but the code itself. Safe for use by many threads.
 */
public final class Cresset {
  private Cresset() {}

  /**
   * Runs code under a label.
   *
   * @param key such as {@code job}; {@code endpoint}, {@code latency}, {@code trace_id}, {@code
   *     thread}, {@code class} and {@code state} are the agent's own, and are ignored
   * @param value such as {@code nightly-report}
   */
  public static void label(String key, String value, Runnable action) {
    Object label = begin(key, value);
    try {
      action.run();
    } finally {
      end(label);
    }
  }

  /**
   * Runs code under a label.
   *
   * @return what the code returns
   * @throws Exception what the code throws
   * @see #label(String, String, Runnable)
   */
  public static <T> T call(String key, String value, Callable<T> action) throws Exception {
    Object label = begin(key, value);
    try {
      return action.call();
    } finally {
      end(label);
    }
  }

  /** The agent replaces this method's body. */
  @SuppressWarnings("unused")
  private static Object begin(String key, String value) {
    return null;
  }

  /** The agent replaces this method's body. */
  @SuppressWarnings("unused")
  private static void end(Object label) {}
}

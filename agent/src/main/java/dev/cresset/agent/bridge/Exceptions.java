package dev.cresset.agent.bridge;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What {@link Throwable} calls whenever one is made, while the agent profiles exceptions. Does
 * nothing while no hooks are installed, and never throws.
 *
 * <p>Static because {@link Throwable} can reach it in no other way.
 */
public final class Exceptions {
  /** What the agent must agree with: see {@code BootClasses}. */
  public static final int CONTRACT = 1;

  private static volatile ExceptionHooks hooks;

  private Exceptions() {}

  /**
   * @param newHooks null for none, from now on
   */
  public static void install(ExceptionHooks newHooks) {
    hooks = newHooks;
  }

  /**
   * An exception is being made. Its class, since whatever gets the exception itself keeps the
   * compiler from doing without it.
   */
  public static void made(Class<?> type) {
    ExceptionHooks to = hooks;
    if (to == null) {
      return;
    }
    try {
      int interval = to.interval();
      if (interval == 1 || ThreadLocalRandom.current().nextInt(interval) == 0) {
        to.sampled(type, interval);
      }
    } catch (Throwable e) {
      // An exhausted stack or heap, most likely; the application is about to meet it by itself.
    }
  }
}

package dev.cresset.systemtests;

import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits, with a deadline that only a broken build reaches. */
final class Eventually {
  private static final long DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private Eventually() {}

  static void eventually(ThrowingCallable assertion) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      try {
        assertion.call();
        return;
      } catch (Throwable e) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("It did not come about: " + e.getMessage(), e);
        }
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

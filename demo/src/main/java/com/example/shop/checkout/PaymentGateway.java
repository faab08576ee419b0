package com.example.shop.checkout;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands for the bank at the other end of a slow line: it costs time, and no CPU. */
public final class PaymentGateway {
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** Waits for the bank to say yes, which it always does. */
  void charge(long cents) {
    if (cents > 0) {
      awaitAuthorization();
    }
  }

  private static void awaitAuthorization() {
    long deadline = System.nanoTime() + ANSWER_NANOS;
    for (long left = ANSWER_NANOS; left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}

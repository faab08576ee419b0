package dev.cresset.exporter;

import java.util.concurrent.TimeUnit;

/**
 * Wakes a thread when something happened. Whoever waits first takes a {@link #mark}, then looks
 * whether there is something to do: what happens after the mark ends the wait at once.
 */
final class Signal {
  private long raised;

  synchronized long mark() {
    return raised;
  }

  synchronized void raise() {
    raised++;
    notifyAll();
  }

  /** Waits until something happens after {@code mark} was taken, or {@code nanos} have passed. */
  synchronized void await(long mark, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; raised == mark && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}

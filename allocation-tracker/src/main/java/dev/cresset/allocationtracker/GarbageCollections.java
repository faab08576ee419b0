package dev.cresset.allocationtracker;

import java.lang.ref.WeakReference;

/**
 * How often this JVM has collected new garbage, as far as was noticed: told by an object that
 * nobody holds, which works with every collector and without the module {@code java.management}.
 * Used by one thread at a time.
 */
final class GarbageCollections {
  /**
   * Garbage is gone after so many were noticed. The first may have been before the garbage was
   * made; the object that tells of the second is younger than it.
   */
  private static final int TO_JUDGE = 2;

  // The time is taken before the birth: what was made in between must not seem to be older.
  private long bornNanoTime = System.nanoTime();
  private WeakReference<Object> unheld = new WeakReference<>(new Object());
  private long judgedNanoTime = bornNanoTime;
  private long count;

  /** How many were noticed by now; several between two calls are one. */
  long count() {
    if (unheld.get() == null) {
      count++;
      judgedNanoTime = bornNanoTime;
      bornNanoTime = System.nanoTime();
      unheld = new WeakReference<>(new Object());
    }
    return count;
  }

  /** Up to which count an object must have been seen to have survived a collection by now. */
  long judged() {
    return count() - TO_JUDGE;
  }

  /**
   * What was made before this time, and was there after the last call of {@link #count}, has
   * survived a collection: the object that told of it was younger.
   */
  long judgedNanoTime() {
    return judgedNanoTime;
  }
}

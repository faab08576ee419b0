package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.ThreadRequests;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many requests of each endpoint there were, and how long they took: each thread counts its
 * own, and keeps what it has counted; here it is added up, with what threads that have ended leave.
 */
final class RequestTally {
  // Of virtual threads, which are too many to be kept in sight.
  private final AtomicLongArray shared;

  // Used by the thread that seals only.
  private final long[] ended;
  private long[] reported;

  /**
   * @param endpoints how many there can be
   */
  RequestTally(int endpoints) {
    this.shared = new AtomicLongArray(2 * endpoints);
    this.ended = new long[2 * endpoints];
    this.reported = new long[2 * endpoints];
  }

  /** Counts a request of a thread that keeps no account. By any thread. */
  void count(int endpoint, long nanos) {
    shared.incrementAndGet(2 * endpoint);
    shared.addAndGet(2 * endpoint + 1, nanos);
  }

  /**
   * Requests and nanoseconds for each endpoint, in turn, since the last call. For the thread that
   * seals.
   *
   * @param threads those that keep an account; whichever has ended is taken out
   */
  long[] take(Collection<ThreadRequests> threads) {
    long[] total = new long[ended.length];
    for (Iterator<ThreadRequests> all = threads.iterator(); all.hasNext(); ) {
      ThreadRequests thread = all.next();
      // Asked first: what it has counted by then is all it will ever count.
      boolean gone = thread.hasEnded();
      add(thread.tally(), gone ? ended : total);
      if (gone) {
        all.remove();
      }
    }
    add(ended, total);
    long[] since = new long[ended.length];
    for (int i = 0; i < total.length; i++) {
      total[i] += shared.get(i);
      since[i] = total[i] - reported[i];
    }
    reported = total;
    return since;
  }

  private static void add(long[] from, long[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] += from[i];
    }
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Spreads the CPU time each thread is known to have used over the stacks on which it was seen
 * running: the totals are measured, only the shares within a thread are sampled. One window, one
 * thread.
 */
final class CpuShares {
  /** Of a thread that used CPU time only while nobody looked. */
  private static final StackTrace NOT_SEEN =
      StackTrace.of(Frame.symbol("[not seen running]", "", FrameKind.NATIVE));

  private static final StackTrace BEYOND_THREADS =
      StackTrace.of(Frame.symbol("[JVM threads, and threads that ended]", "", FrameKind.VM));

  private final Map<Long, OfThread> threads = new HashMap<>();
  private long beyondThreadsNanos;

  /** A thread dump has a running thread, which counts only for a thread without samples. */
  void dumped(long threadId, Labels labels, StackTrace stack) {
    thread(threadId).dumped.merge(new Place(stack, labels), 1, Integer::sum);
  }

  /**
   * A sample of a running thread.
   *
   * @param nanos what it stands for if the thread's CPU time was not measured
   */
  void sampled(long threadId, Labels labels, StackTrace stack, long nanos) {
    OfThread thread = thread(threadId);
    thread.sampled.merge(new Place(stack, labels), 1, Integer::sum);
    thread.sampledNanos += nanos;
  }

  void used(long threadId, Labels labels, long nanos) {
    OfThread thread = thread(threadId);
    thread.labels = labels;
    thread.nanos += nanos;
    thread.measured = true;
  }

  void usedBeyondThreads(long nanos) {
    beyondThreadsNanos += nanos;
  }

  /** What the Java thread used that used most. */
  long busiestNanos() {
    return threads.values().stream().mapToLong(thread -> thread.nanos).max().orElse(0);
  }

  /** Adds all that was used to a CPU profile. */
  void addTo(Profile.Builder profile) {
    giveToUnmeasured();
    threads.values().forEach(thread -> thread.addTo(profile));
    if (beyondThreadsNanos > 0) {
      profile.add(BEYOND_THREADS, Labels.EMPTY, 0, beyondThreadsNanos);
    }
  }

  /** Threads that ended have used some of what was used beyond the living. */
  private void giveToUnmeasured() {
    for (OfThread thread : threads.values()) {
      if (!thread.measured) {
        thread.nanos = Math.min(thread.sampledNanos, beyondThreadsNanos);
        beyondThreadsNanos -= thread.nanos;
      }
    }
  }

  private OfThread thread(long id) {
    return threads.computeIfAbsent(id, any -> new OfThread());
  }

  private static final class OfThread {
    final Map<Place, Integer> sampled = new LinkedHashMap<>();
    final Map<Place, Integer> dumped = new LinkedHashMap<>();
    Labels labels = Labels.EMPTY;
    boolean measured;
    long nanos;
    long sampledNanos;

    void addTo(Profile.Builder profile) {
      Map<Place, Integer> seen = sampled.isEmpty() ? dumped : sampled;
      if (seen.isEmpty() && nanos > 0) {
        profile.add(NOT_SEEN, labels, 0, nanos);
      }
      long left = nanos;
      int looksLeft = seen.values().stream().mapToInt(Integer::intValue).sum();
      for (Map.Entry<Place, Integer> place : seen.entrySet()) {
        int looks = place.getValue();
        long share = (long) ((double) left * looks / looksLeft);
        profile.add(place.getKey().stack, place.getKey().labels, looks, share);
        left -= share;
        looksLeft -= looks;
      }
    }
  }

  /** Where a thread was seen, and for whom it worked. */
  private static final class Place {
    final StackTrace stack;
    final Labels labels;

    Place(StackTrace stack, Labels labels) {
      this.stack = stack;
      this.labels = labels;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Place
          && stack.equals(((Place) other).stack)
          && labels.equals(((Place) other).labels);
    }

    @Override
    public int hashCode() {
      return 31 * stack.hashCode() + labels.hashCode();
    }
  }
}

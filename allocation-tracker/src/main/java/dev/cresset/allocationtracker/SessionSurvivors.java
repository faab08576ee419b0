package dev.cresset.allocationtracker;

import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was still in use when async-profiler's last session ended, of what it had sampled in it:
 * shown without a change to any class. async-profiler tells it at the end of a session only, so
 * sessions are ended for it, now and then.
 *
 * <p>Shared by the families of an engine, which fill it on the engine's thread, and {@link
 * LiveHeap}, which may read it on any other.
 */
public final class SessionSurvivors {
  private static final int[] SESSION_LENGTHS = {1, 4, 10};
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final long delayNanos;
  private final long leastAgeNanos;
  private final GarbageCollections collections = new GarbageCollections();
  private List<Survivor> gathered = new ArrayList<>();
  private boolean due;
  private int ends;
  private volatile List<Survivor> latest = Collections.emptyList();
  private volatile long windows;

  /**
   * @param config its delay is how long the first session lasts; the second takes four times as
   *     long, and all others ten times
   */
  public SessionSurvivors(LiveConfig config) {
    this.leastAgeNanos = config.pace().toNanos();
    this.delayNanos =
        Math.max(SHORTEST.toNanos(), Math.max(config.delay().toNanos(), leastAgeNanos));
  }

  /**
   * Whether a session of this age is to be ended for what it tells then: not before something that
   * was made in it can be known to have survived a collection.
   */
  boolean isDue(long sessionNanos) {
    collections.count();
    boolean collected = System.nanoTime() - sessionNanos - collections.judgedNanoTime() < 0;
    int length = SESSION_LENGTHS[Math.min(ends, SESSION_LENGTHS.length - 1)];
    due = collected && sessionNanos >= length * delayNanos;
    return due;
  }

  /**
   * Takes note of an object that was there when a session ended, unless it is too young to tell.
   *
   * @param stack with the allocated class as its leaf
   * @param allocated when, by {@link System#nanoTime}, as {@code seen} is
   */
  void add(StackTrace stack, long objects, long bytes, long allocated, long seen) {
    boolean collectible = collections.judgedNanoTime() - allocated > 0;
    if (collectible && seen - allocated >= leastAgeNanos) {
      gathered.add(new Survivor(stack, objects, bytes));
    }
  }

  /** A session that was ended for another reason tells too, unless it was too short for that. */
  void endWindow() {
    if (due || !gathered.isEmpty()) {
      latest = Collections.unmodifiableList(gathered);
      gathered = new ArrayList<>();
      ends += due ? 1 : 0;
      due = false;
    }
    collections.count();
    windows++;
  }

  /** The end of a session failed, or may have: what came of it is not all that was in use. */
  void abandonWindow() {
    gathered.clear();
    due = false;
  }

  /** Those of the last session that has told of any: the same list until the next one ends. */
  List<Survivor> latest() {
    return latest;
  }

  /** How many windows have ended in which such sessions ran. */
  long windows() {
    return windows;
  }

  /** A sampled object that was in use at the end of a session. */
  static final class Survivor {
    private final StackTrace stackTrace;
    private final long objects;
    private final long bytes;

    Survivor(StackTrace stackTrace, long objects, long bytes) {
      this.stackTrace = stackTrace;
      this.objects = objects;
      this.bytes = bytes;
    }

    StackTrace stackTrace() {
      return stackTrace;
    }

    /** How many it stands for. */
    long objects() {
      return objects;
    }

    /** Of all that it stands for. */
    long bytes() {
      return bytes;
    }

    /** With a label that tells it from what is followed: it says nothing of growth. */
    void writeTo(Profile.Builder profile) {
      Labels labels = Labels.of(Labels.CLASS, stackTrace.frame(0).className());
      profile.add(stackTrace, labels.with(Labels.FOLLOWED, "no"), 1, objects, bytes);
    }
  }
}

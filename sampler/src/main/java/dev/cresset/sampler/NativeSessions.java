package dev.cresset.sampler;

import dev.cresset.sampler.jfr.ChunkBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import one.profiler.AsyncProfiler;

/**
 * async-profiler's sessions, one after the other: what they record, and for how long there was
 * none. One thread.
 */
final class NativeSessions {
  /** In the beginning nothing is known of what only ends of sessions tell. */
  private static final int PROMPT_ENDS = 3;

  private final AsyncProfiler profiler;
  private final TempPlaces places;
  private final SamplerConfig config;
  private final List<RecordedFamily> configured;
  private final List<String> unavailable = new ArrayList<>();

  /** One for all of them: memory outside of the heap goes when the collector pleases. */
  private final ChunkBuffer buffer = new ChunkBuffer();

  private final UnsampledTime allowance = new UnsampledTime();
  private Pace pace = Pace.CONFIGURED;
  private List<RecordedFamily> running;
  private NativeSession current;
  private int ends;
  private long openedNanoTime;
  private long allowedNanoTime = System.nanoTime();
  private long unsampledNanos;

  /**
   * @param families as configured; those that cannot be had here are taken out of the list
   */
  NativeSessions(AsyncProfiler profiler, SamplerConfig config, List<RecordedFamily> families) {
    this.profiler = profiler;
    this.places = new TempPlaces(config);
    this.config = config;
    this.configured = families;
    this.running = families;
  }

  /** Null after a failure, until {@link #open}. */
  NativeSession current() {
    return current;
  }

  /** What the current session records, at the intervals it is recorded at. */
  List<RecordedFamily> running() {
    return running;
  }

  /** What cannot be had here and why, a line each. */
  List<String> unavailable() {
    return Collections.unmodifiableList(unavailable);
  }

  /**
   * Opens the first session. On some JVMs one kind of event cannot be had, and the others are worth
   * having. The first, which is CPU unless that is not wanted, must run.
   */
  void openWhatCanRun() throws IOException {
    List<RecordedFamily> all = new ArrayList<>(configured);
    String refusal = tryToOpen();
    for (int i = all.size() - 1; !refusal.isEmpty() && i >= 0; i--) {
      if (all.get(i).simpler().isPresent()) {
        configured.set(i, all.get(i).simpler().get());
        if (tryToOpen().isEmpty()) {
          return;
        }
        configured.set(i, all.get(i));
      }
    }
    for (int i = all.size() - 1; !refusal.isEmpty() && i > 0; i--) {
      configured.remove(all.get(i));
      if (tryToOpen().isEmpty()) {
        unavailable.add(all.get(i).family().wireName() + " profiles unavailable: " + refusal);
        return;
      }
      configured.add(i, all.get(i));
    }
    if (!refusal.isEmpty()) {
      throw new IOException("async-profiler refuses to start: " + refusal);
    }
  }

  /** Why it did not start; empty if it did. */
  private String tryToOpen() throws IOException {
    try {
      open();
      return "";
    } catch (IllegalStateException | IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** Begins a session, at the present pace. */
  void open() throws IOException {
    running = pace.of(configured);
    String options = NativeOptions.of(running, config);
    current = places.use(directory -> NativeSession.start(profiler, options, buffer, directory));
    openedNanoTime = System.nanoTime();
  }

  /** After a failure, which may have been for want of space. */
  void openElsewhere() throws IOException {
    places.swap();
    open();
  }

  /**
   * Whether a family has something to be told that is only written when the session ends. But for
   * the first times, it waits until another moment may be left unsampled.
   */
  boolean isEndWanted() {
    spend(0);
    if (ends >= PROMPT_ENDS && !allowance.affordsMore()) {
      return false;
    }
    long age = System.nanoTime() - openedNanoTime;
    boolean wanted = running.stream().filter(family -> family.wantsEnd(age)).count() > 0;
    ends += wanted ? 1 : 0;
    return wanted;
  }

  /** From the next session on. */
  void setPace(Pace pace) {
    this.pace = pace;
  }

  /**
   * Ends the session and begins the next, with nothing sampled in between.
   *
   * @return the last chunk of the session that was ended; valid until the next one's first seal
   */
  ByteBuffer replace() throws IOException {
    long start = System.nanoTime();
    ByteBuffer chunk = current.stop();
    open();
    spend(System.nanoTime() - start);
    return chunk;
  }

  private void spend(long nanos) {
    long now = System.nanoTime();
    allowance.pass(now - allowedNanoTime, nanos);
    allowedNanoTime = now;
    unsampledNanos += nanos;
  }

  /** For how long there was no session between two, in nanoseconds since the last call. */
  long takeUnsampledNanos() {
    long nanos = unsampledNanos;
    unsampledNanos = 0;
    return nanos;
  }

  /** Ends the session, if there is one, and drops what it has recorded since its last seal. */
  void discard() {
    if (current != null) {
      current.discard();
      current = null;
    }
  }
}

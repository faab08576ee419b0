package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.jfr.JfrEvent;
import java.util.Map;
import java.util.Optional;

/**
 * One family of profile as it stands in the recordings of one {@link Recorder}: what the recorder
 * must be asked for, and how its events become samples.
 *
 * <p>An engine calls {@link #read} for every event of a window and {@link #finish} once after the
 * last, window after window, all from one thread; what an implementation counts in between it may
 * keep in fields.
 */
public interface RecordedFamily {
  Family family();

  /** Whose recordings it reads. An engine ignores the families of the other recorder. */
  Recorder recorder();

  /**
   * What the recorder must be started with, by name.
   *
   * <p>For async-profiler, options of its start command: {@code alloc} to {@code 512k}; an option
   * without a value has an empty one. For the flight recorder, settings as in a {@code .jfc} file:
   * {@code jdk.ObjectAllocationSample#throttle} to {@code 150/s}; every event needs its {@code
   * #enabled} too.
   *
   * <p>Where the recorder refuses to start with them, as async-profiler does with {@code alloc} on
   * a JDK 8 without debug symbols, the engine starts without this family.
   */
  Map<String, String> settings();

  /**
   * What of it the engine should try before it starts without the family, where the recorder
   * refuses all of it; empty if there is nothing.
   */
  default Optional<RecordedFamily> simpler() {
    return Optional.empty();
  }

  /**
   * Whether async-profiler's session, which has lasted for so long, should end with this window and
   * the next one begin: some events are written at the end of a session only. Asked once a window.
   */
  default boolean wantsEnd(long sessionNanos) {
    return false;
  }

  /**
   * Adds an event's samples to the profile, or does nothing if the event is of another family.
   *
   * @param event of any kind; it is another one afterwards
   * @param chunk resolves the ids in {@code event}, and only those of this event's chunk
   * @param profile the window's profile of this family
   */
  void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile);

  /**
   * The same family, sampled at {@code factor} times its interval; itself if that cannot be chosen.
   * It reads what is recorded from its start on, and nothing recorded before.
   */
  default RecordedFamily slowedDown(int factor) {
    return this;
  }

  /**
   * Sets the window's period, and comments on what a reader of the profile should know. Also called
   * when the family is recorded no longer, or at another interval from then on.
   */
  void finish(Profile.Builder profile);

  /** Forgets what it has read since it was last finished: reading failed, the window is lost. */
  default void abandon() {
    finish(Profile.builder(family()));
  }
}

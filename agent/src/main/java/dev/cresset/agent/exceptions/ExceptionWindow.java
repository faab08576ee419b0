package dev.cresset.agent.exceptions;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.profile.WindowClock;
import dev.cresset.sampler.JavaNames;
import dev.cresset.sampler.ThreadNames;

/** Collects the samples of one window. One thread at a time. */
final class ExceptionWindow {
  /** Past so many samples, a window keeps no further stack traces, but goes on counting. */
  static final int MAX_STACKS = 20_000;

  private static final StackTrace NOT_KEPT =
      StackTrace.of(Frame.symbol("[not kept]", "", FrameKind.NATIVE));

  private final WindowClock clock = WindowClock.start();
  private final ThreadNames threadNames = new ThreadNames();
  private final Profile.Builder profile = Profile.builder(Family.EXCEPTIONS);
  private long samples;

  /** The label {@code thread}. */
  Labels label(Thread thread) {
    return threadNames.labelOf(thread);
  }

  /**
   * @param type the exception's class, as the JVM names it
   * @param exceptions for how many the sample stands
   */
  void add(String type, StackTrace stack, Labels labels, long exceptions) {
    String name = JavaNames.className(type);
    boolean kept = ++samples <= MAX_STACKS;
    profile.add(
        (kept ? stack : NOT_KEPT).withLeaf(Frame.ofClass(name)),
        (kept ? labels : Labels.EMPTY).with(Labels.CLASS, name),
        1,
        exceptions);
  }

  /**
   * @param interval at which samples are taken by now
   * @param failed samples that were lost by errors
   */
  Profile finish(int interval, long failed) {
    profile.comment("exceptions: counted where they are made, by instrumented code");
    if (failed > 0) {
      profile.comment("exceptions: " + failed + " samples lost by errors");
    }
    if (samples > MAX_STACKS) {
      profile.comment(
          "exceptions: " + (samples - MAX_STACKS) + " samples without stacks: too many at once");
    }
    return profile
        .window(clock.startNanos(), clock.elapsedNanos())
        .period(ProfileType.EXCEPTIONS, interval)
        .build();
  }
}

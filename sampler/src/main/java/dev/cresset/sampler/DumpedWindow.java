package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.WindowClock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the thread dumps of one window add up to. */
final class DumpedWindow {
  private final Profile.Builder wall = Profile.builder(Family.WALL);
  private final Profile.Builder locks = Profile.builder(Family.LOCK);
  private final CpuShares cpu = new CpuShares();
  private final ThreadNames threadNames = new ThreadNames();
  private final WindowClock clock;
  private long durationNanos;
  private int dumps;
  private long dumpNanos;
  private int failures;
  private Throwable lastFailure;

  DumpedWindow(WindowClock clock) {
    this.clock = clock;
  }

  /**
   * @param contexts of the time of the dump
   */
  void add(DumpedThread thread, SampleContexts.Known contexts) {
    Labels ofThread = threadNames.label(thread.name);
    cpu.used(thread.id, ofThread, thread.cpuNanos);
    if (thread.stackTrace.depth() == 0) {
      return;
    }
    Labels labels = contexts.with(ofThread, thread.id, System.nanoTime());
    wall.add(
        thread.stackTrace,
        labels.with(Labels.STATE, thread.running ? "running" : "sleeping"),
        1,
        thread.elapsedNanos);
    if (thread.running) {
      cpu.dumped(thread.id, labels, thread.stackTrace);
    }
    if (!thread.lockClass.isEmpty()) {
      locks.add(
          thread.stackTrace,
          labels.with(Labels.CLASS, thread.lockClass),
          1,
          thread.newWait ? 1 : 0,
          thread.elapsedNanos);
    }
  }

  void dumped(long nanos) {
    dumps++;
    dumpNanos += nanos;
  }

  void failed(Throwable failure) {
    failures++;
    lastFailure = failure;
  }

  void end(long cpuBeyondThreads) {
    durationNanos = clock.elapsedNanos();
    cpu.usedBeyondThreads(cpuBeyondThreads);
  }

  /** The next one, once this has ended. */
  DumpedWindow next() {
    return new DumpedWindow(clock.after(durationNanos));
  }

  /**
   * @param comments come first
   */
  Profile wall(List<String> comments) {
    return finish(wall, ProfileType.WALL, comments);
  }

  /** As the dumps have it: time of the dumps in which a thread waited for a lock. */
  Profile locks(List<String> comments) {
    return finish(locks, ProfileType.LOCK_DELAY, comments);
  }

  /** As the dumps have it: time used, spread over the stacks on which threads were seen running. */
  Profile cpu(List<String> comments) {
    Profile.Builder profile = Profile.builder(Family.CPU);
    cpu.addTo(profile);
    return finish(profile, ProfileType.CPU, comments);
  }

  /** The CPU time used by each thread, with the stacks on which dumps have seen it. */
  CpuShares cpuShares() {
    return cpu;
  }

  private Profile finish(Profile.Builder profile, ProfileType type, List<String> comments) {
    comments.forEach(profile::comment);
    profile.comment(comment());
    if (failures > 0) {
      profile.comment(failures + " thread dumps failed, the last with " + lastFailure);
    }
    return profile
        .window(clock.startNanos(), durationNanos)
        .period(type, durationNanos / Math.max(1, dumps))
        .build();
  }

  private String comment() {
    long micros = TimeUnit.NANOSECONDS.toMicros(dumpNanos / Math.max(1, dumps));
    return dumps + " thread dumps of " + micros + " µs each";
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;

/**
 * Time spent waiting to enter monitors and {@code java.util.concurrent} locks, as async-profiler
 * samples it: it adds up all waits of the process and records the wait at which the sum passes a
 * multiple of the interval.
 *
 * <p>So a wait as long as the interval is always recorded and stands for itself. A shorter one is
 * recorded with the probability wait/interval, and stands for interval/wait such waits.
 *
 * <p>Threads that idle in a pool do not wait for a lock but for a condition or a hand-over; those
 * async-profiler leaves out.
 */
final class NativeLocks implements RecordedFamily {
  private final long intervalNanos;

  NativeLocks(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public Family family() {
    return Family.LOCK;
  }

  @Override
  public Recorder recorder() {
    return Recorder.ASYNC_PROFILER;
  }

  @Override
  public Map<String, String> settings() {
    return Collections.singletonMap("lock", intervalNanos + "ns");
  }

  @Override
  public void read(Event event, RecordedChunk chunk, Profile.Builder profile) {
    if (event instanceof ContendedLock) {
      ContendedLock wait = (ContendedLock) event;
      long nanos = Math.max(1, chunk.nanos(wait.duration));
      long contentions = Math.max(1, Math.round((double) intervalNanos / nanos));
      profile.add(
          chunk.stackTrace(event),
          chunk.labels(event).with(Labels.CLASS, chunk.className(wait.classId)),
          1,
          contentions,
          Math.max(nanos, intervalNanos));
    }
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new NativeLocks(Duration.ofNanos(intervalNanos * factor));
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.LOCK_DELAY, intervalNanos);
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

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
 *
 * <p>It notes when a wait begins at the thread that the kernel knows. From JDK 24 on a virtual
 * thread that waits for a monitor gives that thread away and may go on with another one, where some
 * other wait's beginning is found: a wait of 15 ms was told to be one of 700 ms. Such waits are
 * left out.
 */
final class NativeLocks implements RecordedFamily {
  /** The first JDK whose virtual threads wait for monitors without the thread that carries them. */
  private static final int UNMOUNTS_FROM = 24;

  private final long intervalNanos;
  private final boolean knowsVirtual;
  private final FairRounding rounding = new FairRounding();
  private int leftOut;

  /**
   * @param javaVersion of the JVM that records: 8, 11, 17, …
   */
  NativeLocks(Duration interval, int javaVersion) {
    this(interval.toNanos(), javaVersion < UNMOUNTS_FROM);
  }

  private NativeLocks(long intervalNanos, boolean knowsVirtual) {
    this.intervalNanos = intervalNanos;
    this.knowsVirtual = knowsVirtual;
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
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (event.is(Kind.LOCK)) {
      StackTrace stack = chunk.stackTrace(event);
      if (!knowsVirtual && chunk.isVirtual(event)) {
        leftOut++;
        return;
      }
      long nanos = Math.max(1, chunk.nanos(event.duration()));
      long contentions = rounding.round(Math.max(1, (double) intervalNanos / nanos));
      profile.add(
          stack,
          chunk.labels(event).with(Labels.CLASS, chunk.className(event)),
          1,
          contentions,
          Math.max(nanos, intervalNanos));
    }
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new NativeLocks(intervalNanos * factor, knowsVirtual);
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.LOCK_DELAY, intervalNanos);
    if (leftOut > 0) {
      profile.comment(
          leftOut + " waits of virtual threads left out: how long they were is not known");
      leftOut = 0;
    }
  }
}

package dev.cresset.profile;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a window began, and how long it has been since. The system's clock tells the first and may
 * be set meanwhile; the second is told by one that nobody sets. Safe for use by many threads.
 */
public final class WindowClock {
  /** By so much the two clocks may differ about a window because one of them runs faster. */
  private static final long SET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final long startNanoTime;

  WindowClock(Clock clock, LongSupplier nanoTime) {
    this(clock, nanoTime, epochNanos(clock), nanoTime.getAsLong());
  }

  private WindowClock(Clock clock, LongSupplier nanoTime, long startNanos, long startNanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.startNanos = startNanos;
    this.startNanoTime = startNanoTime;
  }

  /** A window begins now. */
  public static WindowClock start() {
    return new WindowClock(Clock.systemUTC(), System::nanoTime);
  }

  /**
   * Of the next window, which begins where this one ends.
   *
   * @param durationNanos how long this one was, as {@link #elapsedNanos} has told
   */
  public WindowClock after(long durationNanos) {
    long start = wasSet() ? epochNanos(clock) : startNanos + durationNanos;
    return new WindowClock(clock, nanoTime, start, startNanoTime + durationNanos);
  }

  /** When it began, in nanoseconds since the epoch. */
  public long startNanos() {
    return startNanos;
  }

  /** When it began, by {@link System#nanoTime}. */
  public long startNanoTime() {
    return startNanoTime;
  }

  /**
   * Whether a moment is a second or more ahead of the system's clock.
   *
   * @param epochNanos in nanoseconds since the epoch
   */
  public boolean isAhead(long epochNanos) {
    return epochNanos - epochNanos(clock) >= SET_NANOS;
  }

  /** How long it has been, in nanoseconds. */
  public long elapsedNanos() {
    return nanoTime.getAsLong() - startNanoTime;
  }

  /** Whether the system's clock has been set since, by a second or more. */
  public boolean wasSet() {
    return Math.abs(epochNanos(clock) - startNanos - elapsedNanos()) >= SET_NANOS;
  }

  private static long epochNanos(Clock clock) {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}

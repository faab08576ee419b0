package dev.cresset.collector.store;

import java.time.Duration;
import java.time.Instant;

/**
 * What there is of tables at the moment: what retention leaves, without what was deleted for want
 * of disk space. Safe for use by many threads.
 */
public final class Kept {
  /**
   * A minute's sums by stack trace are written for an hour less than they are kept, and asked for
   * an hour less again: clocks differ, and what takes a while must find them to its end.
   */
  private static final Duration SPARE = Duration.ofHours(1);

  private final Retention retention;
  private volatile Instant deletedUntil = Instant.EPOCH;
  private volatile Instant minutesSince = Instant.EPOCH;

  public Kept(Retention retention) {
    this.retention = retention;
  }

  public Retention retention() {
    return retention;
  }

  /**
   * Until when profiles were, or are about to be, deleted for want of disk space: a midnight (UTC).
   * Sums of that time stay, and are all there is: nothing can be added to them.
   */
  public Instant deletedUntil() {
    return deletedUntil;
  }

  /** From when on there are all profiles of a service. */
  public Instant profilesFrom(String service, Instant now) {
    Instant retained = now.minus(Duration.ofDays(retention.of(service).profileDays()));
    return retained.isAfter(deletedUntil) ? retained : deletedUntil;
  }

  /** From when on a service's minutes have their sums by stack trace written. */
  public Instant minutesWrittenFrom(String service, Instant now) {
    Duration kept =
        Duration.ofDays(retention.of(service).minuteDays()).plusHours(Retention.MINUTES_SPARE);
    Instant retained = now.minus(kept).plus(SPARE);
    return retained.isAfter(minutesSince) ? retained : minutesSince;
  }

  /** From when on they are all there, and may be asked for. */
  public Instant minutesFrom(String service, Instant now) {
    return minutesWrittenFrom(service, now).plus(SPARE);
  }

  /** Of older minutes there may be no sums by stack trace, however long they are kept now. */
  public void minutesAreThereSince(Instant time) {
    minutesSince = time;
  }

  /** Never takes back what was deleted. */
  public synchronized void deleteUntil(Instant time) {
    if (time.isAfter(deletedUntil)) {
      deletedUntil = time;
    }
  }
}

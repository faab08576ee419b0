package dev.cresset.collector.store;

import java.time.Duration;
import java.time.Instant;

/**
 * What there is of tables at the moment: what retention leaves, without what was deleted for want
 * of disk space. Safe for use by many threads.
 */
public final class Kept {
  private final Retention retention;
  private volatile Instant deletedUntil = Instant.EPOCH;

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

  /** Never takes back what was deleted. */
  public synchronized void deleteUntil(Instant time) {
    if (time.isAfter(deletedUntil)) {
      deletedUntil = time;
    }
  }
}

package dev.cresset.collector.ingest;

/** The way in, whichever transport a profile comes by. Safe for use by many threads. */
public interface ProfileIngest {
  /** Makes ready for one profile. */
  Arrival arrival();

  /**
   * Stores a profile that is in memory whatever happens. To be preferred is an {@link Arrival},
   * which counts the memory before it is taken.
   *
   * @see Arrival#store
   */
  default String store(IncomingProfile profile)
      throws RejectedProfileException, OverloadedException, InterruptedException {
    try (Arrival arrival = arrival()) {
      arrival.hold(profile.pprof().length);
      return arrival.store(profile);
    }
  }
}

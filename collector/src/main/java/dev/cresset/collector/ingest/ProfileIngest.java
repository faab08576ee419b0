package dev.cresset.collector.ingest;

/** The way in, whichever transport a profile came by. Safe for use by many threads. */
public interface ProfileIngest {
  /**
   * Stores the profile, and returns once it is durable. Blocks meanwhile: call it on a virtual
   * thread. To store the same profile id again is harmless.
   *
   * @throws RejectedProfileException if the profile can never be stored as it is
   * @throws OverloadedException if it cannot be stored now; nothing is known to be stored
   * @throws InterruptedException if interrupted while waiting; the profile may or may not be stored
   */
  void store(IncomingProfile profile)
      throws RejectedProfileException, OverloadedException, InterruptedException;
}

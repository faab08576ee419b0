package dev.cresset.collector.ingest;

/**
 * One profile on its way in, and the memory it takes. To be closed when the profile is out of the
 * way. For one thread at a time.
 */
public interface Arrival extends AutoCloseable {
  /**
   * Makes this the number of bytes that are held for the profile before it is stored. To be called
   * before they are allocated.
   *
   * @throws RejectedProfileException if it is more than there is at all
   * @throws OverloadedException if it is more than there is now
   */
  void hold(long bytes) throws RejectedProfileException, OverloadedException;

  /**
   * Stores the profile, and returns once it is durable. Blocks meanwhile: call it on a virtual
   * thread. To store the same profile id again is harmless. What of the profile is in memory has to
   * be held.
   *
   * @return the profile's id
   * @throws RejectedProfileException if the profile can never be stored as it is
   * @throws OverloadedException if it cannot be stored now; nothing is known to be stored
   * @throws InterruptedException if interrupted while waiting; the profile may or may not be stored
   */
  String store(IncomingProfile profile)
      throws RejectedProfileException, OverloadedException, InterruptedException;

  @Override
  void close();
}

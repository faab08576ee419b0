package dev.cresset.exporter;

import dev.cresset.profile.Profile;
import java.time.Duration;

/**
 * Where finished profiles go. Safe for use by many threads.
 *
 * <p>It starts its thread with the first profile, so one that gets none costs nothing.
 */
public interface ProfileSink {
  /**
   * Takes a profile over. Never throws and never waits for a disk or a network: what cannot be
   * taken is dropped and counted.
   */
  void accept(Profile profile);

  /**
   * Waits until all that was accepted has left.
   *
   * @return false if something was still waiting at the deadline; it goes on waiting for its turn
   */
  boolean flush(Duration deadline);

  /**
   * Lets what was accepted leave, stops the sink's thread and frees what it holds. Gives up at the
   * deadline, or as soon as it is clear that the destination cannot be reached. Profiles that come
   * later are dropped. Does nothing a second time.
   *
   * @return false if something was dropped
   */
  boolean close(Duration deadline);

  /**
   * Accepts what another sink has not got rid of yet, which is closed with that. A profile that was
   * on its way may leave twice, under the same id.
   *
   * @param former a sink of this package
   */
  void takeOver(ProfileSink former);

  /** What became of the profiles so far. */
  ExportCounts counts();
}

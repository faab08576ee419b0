package dev.cresset.collector.ingest;

import java.util.Optional;

/**
 * A profile as it arrives, nothing of it believed yet.
 *
 * @param profileId what it is called on every attempt to deliver it; stored once under this name.
 *     Where there is none, a hash of what is in the file is the name.
 * @param family {@code cpu}, {@code wall}, {@code alloc}, {@code live}, {@code lock}, or empty for
 *     a profile of another origin
 * @param pprof a {@code perftools.profiles.Profile}, gzipped or not; owned by the receiver from now
 *     on
 */
public record IncomingProfile(
    Optional<String> profileId, Origin origin, String family, byte[] pprof) {
  public IncomingProfile(String profileId, Origin origin, String family, byte[] pprof) {
    this(Optional.of(profileId), origin, family, pprof);
  }
}

package dev.cresset.exporter;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;

/** A profile as it leaves: small, and without references into the model. Immutable. */
final class EncodedProfile {
  private final String id;
  private final Family family;
  private final long startNanos;
  private final byte[] pprof;

  private EncodedProfile(String id, Family family, long startNanos, byte[] pprof) {
    this.id = id;
    this.family = family;
    this.startNanos = startNanos;
    this.pprof = pprof;
  }

  static EncodedProfile of(Profile profile, PprofEncoder encoder) {
    return new EncodedProfile(
        profile.id(), profile.family(), profile.startNanos(), encoder.encode(profile));
  }

  String id() {
    return id;
  }

  Family family() {
    return family;
  }

  long startNanos() {
    return startNanos;
  }

  /** Gzipped; not to be changed. */
  byte[] pprof() {
    return pprof;
  }

  int size() {
    return pprof.length;
  }
}

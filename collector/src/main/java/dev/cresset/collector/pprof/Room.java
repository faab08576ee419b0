package dev.cresset.collector.pprof;

/** The memory there is for unpacking and decoding one profile. */
@FunctionalInterface
public interface Room {
  /** As much as anybody wants. */
  Room UNBOUNDED = bytes -> true;

  /**
   * Asked before memory is allocated.
   *
   * @param bytes all that is in use from now on, what was in use before included
   * @return whether there is as much
   */
  boolean resize(long bytes);
}

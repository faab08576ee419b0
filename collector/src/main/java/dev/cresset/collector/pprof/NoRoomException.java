package dev.cresset.collector.pprof;

/** The {@link Room} does not do for a profile, which may be sound. */
public final class NoRoomException extends Exception {
  private static final long serialVersionUID = 1L;

  NoRoomException(long bytes) {
    super("There is no room for " + bytes + " bytes");
  }
}

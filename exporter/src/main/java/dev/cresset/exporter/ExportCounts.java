package dev.cresset.exporter;

/**
 * What became of the profiles a sink was given, at one moment. Immutable.
 *
 * <p>Every profile is accounted for: {@code accepted = stored + rejected + dropped + unencodable +
 * waiting}.
 */
public final class ExportCounts {
  private final long accepted;
  private final long stored;
  private final long rejected;
  private final long dropped;
  private final long unencodable;
  private final long retried;
  private final int waiting;
  private final long waitingBytes;

  ExportCounts(
      long accepted,
      long stored,
      long rejected,
      long dropped,
      long unencodable,
      long retried,
      int waiting,
      long waitingBytes) {
    this.accepted = accepted;
    this.stored = stored;
    this.rejected = rejected;
    this.dropped = dropped;
    this.unencodable = unencodable;
    this.retried = retried;
    this.waiting = waiting;
    this.waitingBytes = waitingBytes;
  }

  /** Profiles the sink was given. */
  public long accepted() {
    return accepted;
  }

  /** Profiles the collector has acknowledged, or that are complete files. */
  public long stored() {
    return stored;
  }

  /** Profiles the collector will not have, whatever is done. */
  public long rejected() {
    return rejected;
  }

  /** Profiles lost for want of room, or that still waited when the sink was closed. */
  public long dropped() {
    return dropped;
  }

  /** Profiles lost because encoding them failed. */
  public long unencodable() {
    return unencodable;
  }

  /** Attempts to deliver beyond a profile's first. */
  public long retried() {
    return retried;
  }

  /** Profiles in memory that have not left yet, or whose acknowledgement is awaited. */
  public int waiting() {
    return waiting;
  }

  /** The size of the {@link #waiting()} profiles, encoded. */
  public long waitingBytes() {
    return waitingBytes;
  }

  @Override
  public String toString() {
    return "accepted="
        + accepted
        + " stored="
        + stored
        + " rejected="
        + rejected
        + " dropped="
        + dropped
        + " unencodable="
        + unencodable
        + " retried="
        + retried
        + " waiting="
        + waiting
        + " waitingBytes="
        + waitingBytes;
  }
}

package dev.cresset.collector.ingest;

/** A profile that will never be stored; the message says what is wrong and what would be right. */
public final class RejectedProfileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String limit;
  private final long value;
  private final long maximum;

  /** For a profile that is malformed, where no limit is involved. */
  public RejectedProfileException(String message) {
    this(message, "", 0, 0);
  }

  /**
   * @param limit the name of the setting that changes the limit
   * @param value what the profile has
   * @param maximum what is allowed
   */
  public RejectedProfileException(String message, String limit, long value, long maximum) {
    super(message);
    this.limit = limit;
    this.value = value;
    this.maximum = maximum;
  }

  /** The setting that changes the limit which was broken; empty if none was. */
  public String limit() {
    return limit;
  }

  public long value() {
    return value;
  }

  public long maximum() {
    return maximum;
  }
}

package dev.cresset.collector.pprof;

/** Bytes that are not a profile to be stored; the message says what is wrong and how to mend it. */
public final class PprofException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String limit;
  private final long value;
  private final long maximum;

  PprofException(String message) {
    this(message, "", 0, 0);
  }

  PprofException(String message, String limit, long value, long maximum) {
    super(message);
    this.limit = limit;
    this.value = value;
    this.maximum = maximum;
  }

  /** The setting that changes the limit which was broken; empty if none was. */
  public String limit() {
    return limit;
  }

  /** What the profile has. */
  public long value() {
    return value;
  }

  /** What is allowed. */
  public long maximum() {
    return maximum;
  }
}

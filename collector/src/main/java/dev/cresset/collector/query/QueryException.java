package dev.cresset.collector.query;

/** A question that cannot be answered, with what is wrong and what would be right. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is, and so which status an API gives. */
  public enum Reason {
    /** The question makes no sense: a bad range, a malformed value. */
    INVALID,
    /** It names a service or type that is not there. */
    NOT_FOUND,
    /** It would cost more than is allowed. */
    TOO_LARGE,
    /** The store cannot be reached now. */
    UNAVAILABLE
  }

  private final Reason reason;

  public QueryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public QueryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

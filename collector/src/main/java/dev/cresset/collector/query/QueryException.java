package dev.cresset.collector.query;

import dev.cresset.collector.pprof.Limit;
import java.util.Optional;

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
    UNAVAILABLE,
    /** Whoever asked is gone. */
    CANCELLED
  }

  private final Reason reason;
  private final transient Optional<Limit> limit;

  public QueryException(Reason reason, String message) {
    this(reason, message, null);
  }

  public QueryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.limit = Optional.empty();
  }

  private QueryException(Limit limit, String message, Throwable cause) {
    super(message, cause);
    this.reason = Reason.TOO_LARGE;
    this.limit = Optional.of(limit);
  }

  /**
   * A question that would cost more than is allowed.
   *
   * @param what it has too much of, as a sentence without its end
   * @param remedy a sentence: what to ask instead
   */
  static QueryException tooLarge(Limit limit, String what, String remedy, Throwable cause) {
    String message = "%s (%s). %s".formatted(what, limit.setting(), remedy);
    return new QueryException(limit, message, cause);
  }

  /** Whoever asked is gone. */
  static QueryException cancelled(Throwable cause) {
    return new QueryException(Reason.CANCELLED, "Whoever asked is gone.", cause);
  }

  public Reason reason() {
    return reason;
  }

  /** The limit that was broken, if it is one that can be set. */
  public Optional<Limit> limit() {
    return limit == null ? Optional.empty() : limit;
  }
}

package dev.cresset.collector.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine refused or could not do, in its own words. */
final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** ClickHouse's UNKNOWN_EXCEPTION. */
  private static final int UNKNOWN = 1002;

  private static final Pattern CODE = Pattern.compile("Code: (\\d+)");

  EngineException(String message) {
    super(message);
  }

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }

  /** ClickHouse's number for this kind of error. */
  int code() {
    Matcher matcher = CODE.matcher(getMessage());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN;
  }
}

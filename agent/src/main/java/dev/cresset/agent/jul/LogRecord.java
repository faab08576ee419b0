package dev.cresset.agent.jul;

/** One message of a library, as {@code java.util.logging.LogRecord}. */
public final class LogRecord {
  private final Level level;
  private final String message;
  private Object[] parameters;
  private Throwable thrown;

  public LogRecord(Level level, String message) {
    this.level = level;
    this.message = message;
  }

  public void setParameters(Object[] parameters) {
    this.parameters = parameters;
  }

  public void setThrown(Throwable thrown) {
    this.thrown = thrown;
  }

  public void setLoggerName(String name) {}

  public void setSourceClassName(String name) {}

  public void setSourceMethodName(String name) {}

  Level level() {
    return level;
  }

  String message() {
    return message;
  }

  Object[] parameters() {
    return parameters;
  }

  Throwable thrown() {
    return thrown;
  }
}

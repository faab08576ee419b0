package dev.cresset.agent.jul;

import dev.cresset.agent.logging.AgentLog;

/**
 * What of {@code java.util.logging.Logger} the bundled libraries call. Their severe messages become
 * warnings of the agent's, the rest down to {@code INFO} is for debugging, and finer ones go
 * nowhere.
 */
public final class Logger {
  // Static, since libraries ask for their loggers in static initialisers.
  private static volatile AgentLog sink = AgentLog.toStandardError(AgentLog.Level.WARN);

  private final String name;

  private Logger(String name) {
    this.name = name;
  }

  /** Where the libraries' messages go from now on. */
  public static void setSink(AgentLog log) {
    sink = log;
  }

  public static Logger getLogger(String name) {
    return new Logger(name);
  }

  public String getName() {
    return name;
  }

  public boolean isLoggable(Level level) {
    return level.intValue() >= Level.INFO.intValue() && sink.isEnabled(agentLevel(level));
  }

  public void log(Level level, String message) {
    log(level, message, (Throwable) null);
  }

  public void log(Level level, String message, Object parameter) {
    log(level, message, new Object[] {parameter});
  }

  public void log(Level level, String message, Object[] parameters) {
    if (isLoggable(level)) {
      log(level, format(message, parameters), (Throwable) null);
    }
  }

  public void log(Level level, String message, Throwable thrown) {
    if (isLoggable(level)) {
      String line = name + ": " + message + (thrown == null ? "" : ": " + thrown);
      if (agentLevel(level) == AgentLog.Level.WARN) {
        sink.warn(line);
      } else {
        sink.debug(line);
      }
    }
  }

  public void log(LogRecord record) {
    log(record.level(), format(record.message(), record.parameters()), record.thrown());
  }

  public void severe(String message) {
    log(Level.SEVERE, message);
  }

  public void warning(String message) {
    log(Level.WARNING, message);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void config(String message) {
    log(Level.CONFIG, message);
  }

  public void fine(String message) {
    log(Level.FINE, message);
  }

  public void finer(String message) {
    log(Level.FINER, message);
  }

  public void finest(String message) {
    log(Level.FINEST, message);
  }

  private static AgentLog.Level agentLevel(Level level) {
    return level.intValue() >= Level.SEVERE.intValue() ? AgentLog.Level.WARN : AgentLog.Level.DEBUG;
  }

  /** Fills in {@code {0}}, {@code {1}}, …; MessageFormat's quoting is of no use to a log line. */
  private static String format(String message, Object[] parameters) {
    String line = String.valueOf(message);
    for (int i = 0; parameters != null && i < parameters.length; i++) {
      line = line.replace("{" + i + "}", String.valueOf(parameters[i]));
    }
    return line;
  }
}

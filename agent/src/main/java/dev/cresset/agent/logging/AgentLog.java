package dev.cresset.agent.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What the agent says to an operator, a line each: {@code [cresset] 12:00:01 WARN message}.
 *
 * <p>Writes to the process's standard error itself, whatever the application made of {@code
 * System.err}, or to a file. Never throws. Safe for use by many threads.
 */
public final class AgentLog implements AutoCloseable {
  /** How much is said; each level includes those after it. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    OFF
  }

  /** Past this size a log file is put aside under the name {@code FILE.1}. */
  static final long MAX_FILE_BYTES = 10_000_000;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private volatile Level level;
  private final Path file;
  private OutputStream out;
  private long written;

  private AgentLog(Level level, Path file, OutputStream out) {
    this.level = level;
    this.file = file;
    this.out = out;
  }

  public static AgentLog toStandardError(Level level) {
    // Not System.err: the application may have replaced it by something that logs.
    return new AgentLog(level, null, new FileOutputStream(FileDescriptor.err));
  }

  /** A log that appends to a file; where that cannot be written, standard error, which says so. */
  public static AgentLog toFile(Level level, Path file) {
    try {
      AgentLog log = new AgentLog(level, file, new FileOutputStream(file.toFile(), true));
      log.written = Files.size(file);
      return log;
    } catch (IOException e) {
      AgentLog log = toStandardError(level);
      log.warn("log.file " + file + " cannot be written (" + e + "): logging to stderr.");
      return log;
    }
  }

  public void debug(String message) {
    write(Level.DEBUG, message);
  }

  public void info(String message) {
    write(Level.INFO, message);
  }

  public void warn(String message) {
    write(Level.WARN, message);
  }

  /** A warning with its cause; the stack trace is for {@link Level#DEBUG} only. */
  public void warn(String message, Throwable cause) {
    warn(message + ": " + cause);
    if (isEnabled(Level.DEBUG)) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        debug("    at " + frame);
      }
    }
  }

  public boolean isEnabled(Level wanted) {
    return wanted.compareTo(level) >= 0;
  }

  /** From now on. */
  public void setLevel(Level level) {
    this.level = level;
  }

  /** Closes the file, if it writes to one: nothing is said after this. */
  @Override
  public synchronized void close() {
    if (file == null) {
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      // Every line was written when it was said.
    }
  }

  private void write(Level wanted, String message) {
    if (!isEnabled(wanted)) {
      return;
    }
    try {
      String line =
          String.format(
              Locale.ROOT, "[cresset] %s %s %s%n", LocalTime.now().format(TIME), wanted, message);
      append(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException | Error nowhereToSay) {
      // A closed stderr, a full disk or heap must not become the application's trouble here.
    }
  }

  private synchronized void append(byte[] line) throws IOException {
    if (file != null && written + line.length > MAX_FILE_BYTES) {
      putAside();
    }
    out.write(line);
    written += line.length;
  }

  private void putAside() throws IOException {
    out.close();
    Path aside = file.resolveSibling(file.getFileName() + ".1");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      // From the beginning, so that the file stays bounded where it cannot be put aside.
      out = new FileOutputStream(file.toFile());
      written = 0;
    }
  }
}

package dev.cresset.agent.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/** The crashes of a service's young JVMs, in a file that stays when they end. */
final class CrashRecord {
  /** After so many the native engine is not trusted. */
  static final int TRUSTED = 2;

  /** After this the native engine is tried once more. */
  static final Duration RETRY = Duration.ofDays(1);

  private final Path file;
  private final String versions;

  /**
   * @param versions of the agent and the JVM; a record of others counts no more
   */
  CrashRecord(Path file, String versions) {
    this.file = file;
    this.versions = versions;
  }

  void add(Instant when, String evidence) throws IOException {
    Properties record = read();
    int before = count(record);
    boolean goesOn = before >= TRUSTED || isRecent(record, when);
    record.setProperty("versions", versions);
    record.setProperty("count", Integer.toString((goesOn ? before : 0) + 1));
    record.setProperty("last", Long.toString(when.toEpochMilli()));
    record.setProperty("evidence", evidence);
    try (OutputStream out = Files.newOutputStream(file)) {
      record.store(out, "Written by Cresset; may be deleted.");
    }
  }

  /** Why the native engine is not to be tried now; empty if it may be. */
  String distrust(Instant now) {
    Properties record = read();
    if (count(record) < TRUSTED || !isRecent(record, now)) {
      return "";
    }
    return String.format(
        "the last %d JVMs of this service that had it crashed young (%s); it is tried again from"
            + " %s on, with another version of agent or Java, or when you delete %s, and at once"
            + " with engine=async-profiler",
        count(record), record.getProperty("evidence", ""), last(record).plus(RETRY), file);
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  private Properties read() {
    Properties record = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      record.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return new Properties();
    }
    return versions.equals(record.getProperty("versions")) ? record : new Properties();
  }

  private static int count(Properties record) {
    return (int) number(record, "count");
  }

  private static Instant last(Properties record) {
    return Instant.ofEpochMilli(number(record, "last"));
  }

  private static long number(Properties record, String name) {
    String text = record.getProperty(name, "");
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
  }

  /** Either way: the clock may have been set back since. */
  private static boolean isRecent(Properties record, Instant now) {
    return Duration.between(last(record), now).abs().compareTo(RETRY) < 0;
  }
}

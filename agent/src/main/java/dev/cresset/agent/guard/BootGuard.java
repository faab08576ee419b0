package dev.cresset.agent.guard;

import dev.cresset.agent.logging.AgentLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;

/**
 * Notices when a service's JVMs crash soon after the native engine started in them, again and
 * again. A mark is there while the JVM is young, and taken away by whatever end that is orderly.
 *
 * <p>One thread, but {@link #close} may come from another. Never throws: without a place for its
 * files it trusts.
 */
public final class BootGuard implements AutoCloseable {
  private final Path directory;
  private final String key;
  private final String pid;
  private final CrashRecord record;
  private final AgentLog log;
  private StartMark mark;
  private long oldAt;

  /**
   * @param directory for its files; made if its parent is there
   * @param key the same for each start of a service
   * @param pid of this process
   * @param versions of the agent and the JVM
   */
  public BootGuard(Path directory, String key, String pid, String versions, AgentLog log) {
    this.directory = directory;
    this.key = key.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + Integer.toHexString(key.hashCode());
    this.pid = pid;
    this.record = new CrashRecord(directory.resolve(this.key + ".crashes"), versions);
    this.log = log;
  }

  /** Why the native engine is not to be tried; empty if it may be. */
  public synchronized String distrust() {
    try {
      makeDirectory();
      takeMarks();
      return record.distrust(Instant.now());
    } catch (IOException | RuntimeException e) {
      log.debug("Crashes of former starts are not known: " + e);
      return "";
    }
  }

  private void takeMarks() throws IOException {
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(directory, key + ".*.start")) {
      for (Path file : marks) {
        LifeSigns signs = StartMark.take(file);
        String evidence = signs == null ? "" : signs.evidenceOfCrash();
        if (!evidence.isEmpty()) {
          record.add(signs.started(), evidence);
          log.warn(
              "An earlier JVM of this service crashed young, while it was profiled: " + evidence);
        }
      }
    }
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    // In /tmp, somebody else could have made it for us.
    Path probe = Files.createTempFile(directory, key, ".probe");
    try {
      if (!Files.getOwner(directory).equals(Files.getOwner(probe))) {
        throw new IOException(directory + " belongs to " + Files.getOwner(directory));
      }
    } finally {
      Files.delete(probe);
    }
  }

  /** The native engine is about to start. */
  public synchronized void begin() {
    if (mark != null) {
      return;
    }
    try {
      makeDirectory();
      Path file = directory.resolve(key + "." + UUID.randomUUID() + ".start");
      mark = StartMark.make(file, LifeSigns.now(pid));
      oldAt = System.nanoTime() + LifeSigns.YOUTH.toNanos();
    } catch (IOException | RuntimeException e) {
      log.debug("Whether this JVM crashes young will not be known: " + e);
    }
  }

  /** To be called now and then: once the JVM is old, all is forgotten. */
  public synchronized void live() {
    if (mark != null && System.nanoTime() - oldAt > 0) {
      close();
      try {
        record.clear();
      } catch (IOException e) {
        log.debug("The record of crashes could not be deleted: " + e);
      }
    }
  }

  /** The JVM, the agent or the native engine ends in an orderly way. */
  @Override
  public synchronized void close() {
    if (mark == null) {
      return;
    }
    try {
      mark.close();
    } catch (IOException e) {
      log.debug("The mark of this start could not be deleted: " + e);
    }
    mark = null;
  }
}

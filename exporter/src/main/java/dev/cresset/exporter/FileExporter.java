package dev.cresset.exporter;

import dev.cresset.profile.Resource;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Writes each profile as a file {@code SERVICE-INSTANT-FAMILY.pb.gz} that is complete as soon as it
 * is there. While the directory cannot be written, profiles wait in memory, and it is tried again.
 */
public final class FileExporter extends SpooledSink {
  private static final long RETRY_WHILE_CLOSING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FileExporterConfig config;
  private final ProfileDirectory directory;
  private final Complaint unwritable;
  private final Complaint undeletable;
  private int failures;
  private long retryAt;

  public FileExporter(FileExporterConfig config, Resource resource, ExportLog log) {
    super("cresset-files", new Spool(config.spoolProfiles(), config.spoolBytes()), log);
    this.config = config;
    this.directory = new ProfileDirectory(config.directory(), resource.service(), config.keep());
    this.unwritable = new Complaint(log);
    this.undeletable = new Complaint(log);
    this.retryAt = System.nanoTime();
  }

  @Override
  long work() {
    long left = retryAt - System.nanoTime();
    if (left > 0) {
      return left;
    }
    for (EncodedProfile profile = spool.send(); profile != null; profile = spool.send()) {
      try {
        directory.write(profile);
        succeed(profile);
      } catch (IOException | RuntimeException e) {
        return fail(profile, e);
      }
    }
    prune();
    return Long.MAX_VALUE;
  }

  @Override
  void hurry() {
    failures = 0;
    retryAt = System.nanoTime();
  }

  @Override
  void startAfresh() {
    spool.putAllBack();
  }

  @Override
  int failures() {
    return failures;
  }

  @Override
  void release() {}

  @Override
  String describeOverflow() {
    return "Profiles cannot be written to "
        + config.directory()
        + " as fast as they come; the oldest of those that wait are dropped and counted.";
  }

  private void succeed(EncodedProfile profile) {
    spool.stored(profile.id());
    signal.raise();
    failures = 0;
    if (unwritable.reset()) {
      log.info("Profiles are written to " + config.directory() + " again.");
    }
    overflowEnds();
  }

  private void prune() {
    try {
      directory.prune();
      undeletable.reset();
    } catch (IOException | RuntimeException e) {
      undeletable.say("Cannot delete old profiles in " + config.directory() + " (" + e + ").");
    }
  }

  private long fail(EncodedProfile profile, Exception cause) {
    spool.putBack(profile.id());
    failures++;
    unwritable.say(
        "Cannot write profiles to "
            + config.directory()
            + " ("
            + cause
            + "). Up to "
            + config.spoolProfiles()
            + " wait in memory, and it is tried again every "
            + Settings.readable(config.retryInterval())
            + "; make it a directory this process may write to, with space left.");
    long pause = isClosing() ? RETRY_WHILE_CLOSING_NANOS : config.retryInterval().toNanos();
    retryAt = System.nanoTime() + pause;
    return pause;
  }
}

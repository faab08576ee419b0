package dev.cresset.exporter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where pprof files go and how many are kept.
 *
 * <p>Immutable; each {@code with…} returns a changed copy.
 */
public final class FileExporterConfig {
  private final Path directory;
  private int keep = 10_000;
  private int spoolProfiles = 100;
  private long spoolBytes = 16L << 20;
  private Duration retryInterval = Duration.ofSeconds(30);

  /**
   * @param directory made if it is not there
   */
  public FileExporterConfig(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory");
  }

  private FileExporterConfig(FileExporterConfig other) {
    this.directory = other.directory;
    this.keep = other.keep;
    this.spoolProfiles = other.spoolProfiles;
    this.spoolBytes = other.spoolBytes;
    this.retryInterval = other.retryInterval;
  }

  public Path directory() {
    return directory;
  }

  /**
   * The most files of this service in the directory: the oldest are deleted. 0 keeps all. Default:
   * 10,000, which is five families every ten seconds for five and a half hours.
   */
  public int keep() {
    return keep;
  }

  /** The most profiles that wait in memory for the directory to be writable. Default: 100. */
  public int spoolProfiles() {
    return spoolProfiles;
  }

  /** The most bytes that wait in memory for the directory to be writable. Default: 16 MiB. */
  public long spoolBytes() {
    return spoolBytes;
  }

  /** How long after a failure to write it is tried again. Default: 30 s. */
  public Duration retryInterval() {
    return retryInterval;
  }

  public FileExporterConfig withKeep(int keep) {
    if (keep < 0) {
      throw new IllegalArgumentException("keep is " + keep + "; use 0 to keep all files.");
    }
    FileExporterConfig copy = new FileExporterConfig(this);
    copy.keep = keep;
    return copy;
  }

  public FileExporterConfig withSpool(int profiles, long bytes) {
    FileExporterConfig copy = new FileExporterConfig(this);
    copy.spoolProfiles = (int) Settings.positive("spoolProfiles", profiles);
    copy.spoolBytes = Settings.positive("spoolBytes", bytes);
    return copy;
  }

  public FileExporterConfig withRetryInterval(Duration interval) {
    FileExporterConfig copy = new FileExporterConfig(this);
    copy.retryInterval = Settings.positive("retryInterval", interval);
    return copy;
  }
}

package dev.cresset.exporter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A directory of pprof files, each complete or not there; the oldest go. One thread. */
final class ProfileDirectory {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MAX_SERVICE_LENGTH = 100;
  private static final int ID_CHARS_IN_NAME = 8;

  private final Path directory;
  private final String service;
  private final int keep;
  private final Pattern ours;

  /**
   * @param keep the most files of the service there may be; 0 for all
   */
  ProfileDirectory(Path directory, String service, int keep) {
    this.directory = directory;
    this.service = safe(service);
    this.keep = keep;
    this.ours =
        Pattern.compile(
            Pattern.quote(this.service)
                + "-\\d{8}T\\d{6}\\.\\d{3}Z(-[0-9a-zA-Z_-]+)?-[a-z]+\\.pb\\.gz");
  }

  void write(EncodedProfile profile) throws IOException {
    Files.createDirectories(directory);
    String instant = INSTANT.format(instant(profile.startNanos()));
    String family = profile.family().wireName();
    if (!write(profile, service + '-' + instant + '-' + family)) {
      // Another process of this service began a window in the same millisecond.
      String id = safe(profile.id());
      String some = id.substring(0, Math.min(ID_CHARS_IN_NAME, id.length()));
      if (!write(profile, service + '-' + instant + '-' + some + '-' + family)) {
        throw new FileAlreadyExistsException(directory.resolve(service + '-' + instant).toString());
      }
    }
  }

  /**
   * @return false if there is such a file, or somebody is writing it
   */
  private boolean write(EncodedProfile profile, String name) throws IOException {
    Path file = directory.resolve(name + ".pb.gz");
    Path temporary = directory.resolve('.' + name + ".tmp");
    try {
      Files.createFile(temporary);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      // Only now, since who made the file held the temporary name until it was complete.
      if (Files.exists(file)) {
        return false;
      }
      Files.write(temporary, profile.pprof(), StandardOpenOption.WRITE);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Deletes the oldest files beyond the number to keep. */
  void prune() throws IOException {
    if (keep == 0) {
      return;
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, service + "-*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (ours.matcher(name).matches()) {
          names.add(name);
        }
      }
    }
    // The instant follows the service in the name, so this is by age.
    Collections.sort(names);
    for (String name : names.subList(0, Math.max(0, names.size() - keep))) {
      Files.deleteIfExists(directory.resolve(name));
    }
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, TimeUnit.SECONDS.toNanos(1)),
        Math.floorMod(epochNanos, TimeUnit.SECONDS.toNanos(1)));
  }

  /** A service's name is anybody's text: what could leave the directory or hide a file goes. */
  private static String safe(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", "_");
    return plain.substring(0, Math.min(MAX_SERVICE_LENGTH, plain.length()));
  }
}

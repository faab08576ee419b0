package dev.cresset.sampler;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * A directory that only this user can look into, for files that live for moments: the native
 * library until it is loaded, a recording until it is open or read.
 *
 * <p>Whoever is killed in such a moment leaves it behind; the next {@link #in} sweeps it up.
 */
public final class PrivateDirectory implements AutoCloseable {
  static final String PREFIX = "cresset-sampler-";

  /** Far longer than any use of such a directory, so that nobody alive loses theirs. */
  private static final long LEFT_OVER_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final int MAX_ATTEMPTS = 1000;

  private final Path path;

  private PrivateDirectory(Path path) {
    this.path = path;
  }

  /**
   * @throws IOException when no directory can be made there; the message names it and the remedy
   */
  public static PrivateDirectory in(Path parent) throws IOException {
    try {
      Path path = create(parent);
      sweepLeftOvers(parent, path);
      return new PrivateDirectory(path);
    } catch (IOException e) {
      throw new IOException(
          "No directory can be made in " + parent + " (" + e + "); set another temp directory.", e);
    }
  }

  /**
   * The name need not be a secret, as for {@link Files#createTempDirectory}, which starts a {@code
   * SecureRandom} for it: a directory that others have made is not taken.
   */
  private static Path create(Path parent) throws IOException {
    long number = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return Files.createDirectory(
            parent.resolve(PREFIX + Long.toHexString(number + attempt)), ownerOnly(parent));
      } catch (FileAlreadyExistsException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Deletes it with its files; what resists is swept later. */
  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      // Worth nobody's failure: it holds nothing that counts.
    }
  }

  private static void sweepLeftOvers(Path parent, Path own) throws IOException {
    long before = System.currentTimeMillis() - LEFT_OVER_MILLIS;
    try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path candidate : candidates) {
        try {
          // Links are not followed and others' directories not touched: parent may be /tmp.
          if (Files.isDirectory(candidate, NOFOLLOW_LINKS)
              && Files.getOwner(candidate, NOFOLLOW_LINKS).equals(Files.getOwner(own))
              && Files.getLastModifiedTime(candidate, NOFOLLOW_LINKS).toMillis() < before) {
            delete(candidate);
          }
        } catch (IOException e) {
          // Gone already, because another process sweeps too.
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }

  private static FileAttribute<?>[] ownerOnly(Path parent) {
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}

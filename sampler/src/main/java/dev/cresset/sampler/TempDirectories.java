package dev.cresset.sampler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where files that live for moments may go: the directory that was asked for, and others where it
 * is read-only, full or missing.
 */
public final class TempDirectories {
  private TempDirectories() {}

  /** Best first: {@code preferred}, {@code java.io.tmpdir}, the working directory, the home. */
  static List<Path> candidates(Path preferred) {
    Set<Path> paths = new LinkedHashSet<>();
    paths.add(preferred);
    for (String property : new String[] {"java.io.tmpdir", "user.dir", "user.home"}) {
      try {
        Path path = Paths.get(System.getProperty(property, ""));
        if (path.isAbsolute() && Files.isDirectory(path)) {
          paths.add(path);
        }
      } catch (InvalidPathException e) {
        // Somebody has set the property to something else.
      }
    }
    return new ArrayList<>(paths);
  }

  /** The first of the candidates that can be written to; {@code preferred} if none can. */
  public static Path writable(Path preferred) {
    for (Path candidate : candidates(preferred)) {
      try (PrivateDirectory directory = PrivateDirectory.in(candidate)) {
        Files.write(directory.resolve("probe"), new byte[1]);
        return candidate;
      } catch (IOException | RuntimeException e) {
        // The next one may do.
      }
    }
    return preferred;
  }
}

package dev.cresset.agent.config;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Optional;

/** One place where profiles go: the collector, or a directory of pprof files. Immutable. */
public final class Destination {
  private static final String FILE = "file:";

  private final Path directory;

  private Destination(Path directory) {
    this.directory = directory;
  }

  static Destination parse(String text) {
    if (text.equals("grpc")) {
      return new Destination(null);
    }
    if (text.startsWith(FILE) && text.length() > FILE.length()) {
      return new Destination(Paths.get(text.substring(FILE.length())));
    }
    throw new IllegalArgumentException(text);
  }

  /** The directory for pprof files; empty if this is the collector. */
  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  @Override
  public String toString() {
    return directory == null ? "grpc" : FILE + directory;
  }
}

package dev.cresset.sampler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import one.profiler.AsyncProfiler;

/** Brings async-profiler's native library from its jar into this process. */
final class NativeLibrary {
  private final AsyncProfiler profiler;
  private final String note;

  private NativeLibrary(AsyncProfiler profiler, String note) {
    this.profiler = profiler;
    this.note = note;
  }

  AsyncProfiler profiler() {
    return profiler;
  }

  /** What is unusual about how it was loaded; empty if nothing. */
  String note() {
    return note;
  }

  /**
   * Loads the library through a file that is gone again before this returns.
   *
   * @param tempDirectory is tried first; where it is mounted noexec or cannot be written, others
   *     are
   * @throws IOException when the library cannot be had or loaded here; the message says why
   */
  static NativeLibrary load(Path tempDirectory) throws IOException {
    IOException first = null;
    for (Path candidate : TempDirectories.candidates(tempDirectory)) {
      try {
        AsyncProfiler profiler = loadFrom(candidate);
        return new NativeLibrary(
            profiler, first == null ? "" : "loaded from " + candidate + ", not " + tempDirectory);
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private static AsyncProfiler loadFrom(Path tempDirectory) throws IOException {
    String resource = "/" + platform() + "/libasyncProfiler.so";
    try (PrivateDirectory directory = PrivateDirectory.in(tempDirectory);
        InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("There is no async-profiler for " + platform() + ".");
      }
      return load(write(library, directory.resolve("libasyncProfiler.so")), tempDirectory);
    }
  }

  private static Path write(InputStream library, Path file) throws IOException {
    try {
      Files.copy(library, file);
      return file;
    } catch (IOException e) {
      throw new IOException(
          "The native library cannot be written to "
              + file.getParent().getParent()
              + " ("
              + e.getMessage()
              + "); make space there or set another temp directory.",
          e);
    }
  }

  private static AsyncProfiler load(Path file, Path tempDirectory) throws IOException {
    try {
      return AsyncProfiler.getInstance(file.toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(
          "The native library cannot be loaded from "
              + tempDirectory
              + " ("
              + e.getMessage()
              + "); if that is mounted noexec, set another temp directory.",
          e);
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return "macos";
    }
    boolean arm = arch.equals("aarch64") || arch.contains("arm64");
    boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
    String machine = arm ? "arm64" : x64 ? "x64" : arch;
    return os.replace(' ', '-') + "-" + machine;
  }
}

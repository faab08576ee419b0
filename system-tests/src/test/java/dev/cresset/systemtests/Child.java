package dev.cresset.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with its output in files, which never outlives the test. */
final class Child implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param name of the files of its output, in {@code directory}
   */
  static Child start(Path directory, String name, List<String> command) throws IOException {
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            // The JDKs that jdks.sh fetches see the file tree they are called from, and /tmp.
            .directory(Shipped.programs().toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    builder.environment().keySet().removeIf(Child::changesJvms);
    builder.environment().put("TZ", "UTC");
    return new Child(builder.start(), out, err);
  }

  /** What somebody has set for the JVMs of this machine must not decide how a test ends. */
  private static boolean changesJvms(String variable) {
    return variable.equals("JAVA_TOOL_OPTIONS")
        || variable.equals("JDK_JAVA_OPTIONS")
        || variable.startsWith("CRESSET_")
        || variable.startsWith("OTEL_");
  }

  /** Waits for its end, which must be a good one. */
  void awaitSuccess() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It still runs after " + PATIENCE + ":\n" + output());
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("It ended with " + process.exitValue() + ":\n" + output());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  List<String> out() {
    return lines(out);
  }

  List<String> err() {
    return lines(err);
  }

  private String output() {
    return String.join("\n", out()) + "\n" + String.join("\n", err());
  }

  /** Asks it to end, and waits until it has. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Gives it no chance to do anything more; what it has started has to find out. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("It did not end when it was told to:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.cresset.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process whose output is kept, and whose CPU time and memory can be read. Linux only. */
final class MeasuredProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;

  private MeasuredProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static MeasuredProcess start(Path log, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    // Also of a benchmark that is interrupted, nothing is left running.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new MeasuredProcess(process, log);
  }

  /** Writes a line to its stdin. */
  void tell(String line) throws IOException {
    OutputStream stdin = process.getOutputStream();
    stdin.write((line + '\n').getBytes(StandardCharsets.UTF_8));
    stdin.flush();
  }

  /** Waits for some minutes; see the other. */
  MatchResult await(Pattern pattern) throws IOException, InterruptedException {
    return await(pattern, PATIENCE);
  }

  /**
   * Waits until the output matches.
   *
   * @throws IOException with the output, if the process ends first or takes too long
   */
  MatchResult await(Pattern pattern, Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      boolean alive = process.isAlive();
      Matcher matcher = pattern.matcher(output());
      if (matcher.find()) {
        return matcher.toMatchResult();
      }
      requireAlive(alive);
      Thread.sleep(100);
    }
    throw new IOException("Not seen within " + patience + ": " + pattern + "\n" + output());
  }

  /**
   * @throws IOException with the output, if the process has ended
   */
  void requireAlive() throws IOException {
    requireAlive(process.isAlive());
  }

  private void requireAlive(boolean alive) throws IOException {
    if (!alive) {
      throw new IOException("A process ended too early:\n" + output());
    }
  }

  /** CPU time in user and kernel mode so far, in seconds. */
  double cpuSeconds() throws IOException {
    return ProcessFiles.cpuSeconds(Long.toString(process.pid()));
  }

  /** Resident memory of the process alone, in MB. */
  double residentMegabytes() throws IOException {
    return ProcessFiles.residentMegabytes(Long.toString(process.pid()));
  }

  /** Resident memory of the processes it started, and of those they started, in MB. */
  double residentMegabytesOfChildren() throws IOException {
    double sum = 0;
    for (ProcessHandle child : process.descendants().toList()) {
      sum += ProcessFiles.residentMegabytes(Long.toString(child.pid()));
    }
    return sum;
  }

  /** CPU time of the processes it started, as {@link #cpuSeconds}. */
  double cpuSecondsOfChildren() throws IOException {
    double sum = 0;
    for (ProcessHandle child : process.descendants().toList()) {
      sum += ProcessFiles.cpuSeconds(Long.toString(child.pid()));
    }
    return sum;
  }

  /** What is left on the heap of a JVM after a full collection, in MB. */
  double heapMegabytesAfterCollection() throws IOException, InterruptedException {
    tool("jcmd", "GC.run");
    List<String> lines = tool("jstat", "-gc").lines().toList();
    List<String> names = List.of(lines.getFirst().trim().split("\\s+"));
    String[] kilobytes = lines.getLast().trim().split("\\s+");
    double used = 0;
    for (String space : List.of("S0U", "S1U", "EU", "OU")) {
      used += Double.parseDouble(kilobytes[names.indexOf(space)]) / 1024;
    }
    return used;
  }

  long pid() {
    return process.pid();
  }

  long threads() throws IOException {
    return entries("task");
  }

  /** Open files and sockets. */
  long descriptors() throws IOException {
    return entries("fd");
  }

  private long entries(String directory) throws IOException {
    try (Stream<Path> entries =
        Files.list(Path.of("/proc", Long.toString(process.pid()), directory))) {
      return entries.count();
    }
  }

  /**
   * What a tool of the JDK says of the process.
   *
   * @param tool such as {@code jstat}
   * @param argument its option, or its command
   */
  String tool(String tool, String argument) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    boolean option = argument.startsWith("-");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", tool).toString(),
                option ? argument : pid,
                option ? pid : argument)
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (child.waitFor() != 0) {
      throw new IOException(tool + " " + argument + ": " + said);
    }
    return said;
  }

  /** Asks it to end, and waits until it has. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** All that it has printed so far. */
  String output() throws IOException {
    return Files.readString(log);
  }
}

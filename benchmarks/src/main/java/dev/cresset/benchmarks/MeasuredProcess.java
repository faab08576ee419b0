package dev.cresset.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process whose output is kept, and whose CPU time and memory can be read. Linux only. */
final class MeasuredProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int UTIME = 11;
  private static final int TICKS_PER_SECOND = 100;

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
    return new MeasuredProcess(builder.start(), log);
  }

  /**
   * Waits until the output matches, and returns the first group.
   *
   * @throws IOException with the output, if the process ends first or takes too long
   */
  String await(Pattern pattern) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      boolean alive = process.isAlive();
      Matcher matcher = pattern.matcher(output());
      if (matcher.find()) {
        return matcher.group(1);
      }
      requireAlive(alive);
      Thread.sleep(20);
    }
    throw new IOException("Not seen within " + PATIENCE + ": " + pattern + "\n" + output());
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
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // The command's name, in parentheses, may hold blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
    return (double) ticks / TICKS_PER_SECOND;
  }

  /** Resident memory of the process alone, in MB. */
  double residentMegabytes() throws IOException {
    return residentMegabytes(process.toHandle());
  }

  /** Resident memory of the processes it started, and of those they started, in MB. */
  double residentMegabytesOfChildren() throws IOException {
    double sum = 0;
    for (ProcessHandle child : process.descendants().toList()) {
      sum += residentMegabytes(child);
    }
    return sum;
  }

  private static double residentMegabytes(ProcessHandle process) throws IOException {
    List<String> status =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("Process " + process.pid() + " says nothing of its memory");
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

  private String output() throws IOException {
    return Files.readString(log);
  }
}

package dev.cresset.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a process in {@code /proc}. */
public final class ProcessFiles {
  private static final int UTIME = 11;
  private static final double TICKS_PER_SECOND = 100;

  private ProcessFiles() {}

  /**
   * CPU time in user and kernel mode so far, in seconds, to a hundredth.
   *
   * @param process its id, or {@code self}
   */
  public static double cpuSeconds(String process) throws IOException {
    String stat = Files.readString(Path.of("/proc", process, "stat"));
    // The command's name, in parentheses, may hold blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
  }

  /**
   * Resident memory, in MB.
   *
   * @param process its id, or {@code self}
   */
  public static double residentMegabytes(String process) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc", process, "status"));
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("Process " + process + " says nothing of its memory");
  }
}

package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What a hostile program prints, window by window. For one thread. */
final class HostileWindows {
  private static final String LINE = "window (.*)\\R";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final MeasuredProcess process;
  private int seen;

  HostileWindows(MeasuredProcess process) {
    this.process = process;
  }

  /** What was printed until now is not asked for any more. */
  void skip() throws Exception {
    seen = lines().size();
  }

  /** Waits for so many more windows. */
  List<Window> next(int windows) throws Exception {
    int enough = seen + windows;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (lines().size() < enough) {
      process.requireAlive();
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("There are no further windows:\n" + process.output());
      }
      Thread.sleep(100);
    }
    List<Window> next = lines().subList(seen, enough);
    seen = enough;
    return next;
  }

  private List<Window> lines() throws Exception {
    return Pattern.compile("(?m)^" + LINE)
        .matcher(process.output())
        .results()
        .map(line -> Window.parse(line.group(1)))
        .toList();
  }

  /**
   * As of a window's end, in CPU seconds unless said otherwise.
   *
   * @param units of work, since the program's start
   * @param process since its start
   * @param own what the agent's threads have used since then
   * @param agent what the agent says the window has cost
   * @param seconds that the window lasted
   * @param unsampled seconds since the engine's start
   * @param pace from then on
   */
  record Window(
      long units,
      double process,
      double own,
      double agent,
      double seconds,
      double unsampled,
      String pace) {
    static Window parse(String line) {
      String[] fields = line.split(" ", 7);
      return new Window(
          Long.parseLong(fields[0]),
          Double.parseDouble(fields[1]),
          Double.parseDouble(fields[2]),
          Double.parseDouble(fields[3]),
          Double.parseDouble(fields[4]),
          Double.parseDouble(fields[5]),
          fields[6]);
    }
  }
}

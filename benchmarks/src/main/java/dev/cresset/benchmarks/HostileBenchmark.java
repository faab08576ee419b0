package dev.cresset.benchmarks;

import dev.cresset.benchmarks.hostile.HostileProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs that make profiling dear, each on a JVM of its own with the agent and nothing
 * configured: what the agent says it costs, once it had time to settle.
 */
final class HostileBenchmark implements Benchmark {
  private static final List<String> PROGRAMS = List.of("deep", "threads", "garbage", "classes");
  private static final double BUDGET = 0.01;
  private static final int SECONDS = 180;
  private static final int SETTLED = 9;
  private static final Duration PATIENCE = Duration.ofSeconds(2 * SECONDS);
  private static final Pattern ALL = Pattern.compile("(?s)((?:[\\d.]+ [\\d.]+ [\\d.]+ .*?\n){18})");
  private static final Pattern LINE = Pattern.compile("(?m)^([\\d.]+) ([\\d.]+) ([\\d.]+) (.*)$");

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String question() {
    return "Does the agent keep to its budget on programs that make profiling dear?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    System.out.println("program     settled   of budget   unsampled   pace");
    for (String program : PROGRAMS) {
      MeasuredProcess process = workbench.startHostile(HostileProgram.class, program, SECONDS);
      print(program, reports(process.await(ALL, PATIENCE).group(1)));
      process.stop();
    }
  }

  private static void print(String program, List<Report> reports) {
    List<Report> settled = reports.subList(SETTLED, reports.size());
    double agent = settled.stream().mapToDouble(r -> r.ratio() * r.application()).sum();
    double ratio = agent / settled.stream().mapToDouble(Report::application).sum();
    Report last = reports.getLast();
    System.out.printf(
        "%-9s %8.2f %% %11.2f %8.0f ms   %s%n",
        program, 100 * ratio, ratio / BUDGET, 1000 * last.unsampled(), last.pace());
  }

  private static List<Report> reports(String output) {
    List<Report> reports = new ArrayList<>();
    for (Matcher line = LINE.matcher(output); line.find(); ) {
      reports.add(
          new Report(
              Double.parseDouble(line.group(1)),
              Double.parseDouble(line.group(2)),
              Double.parseDouble(line.group(3)),
              line.group(4)));
    }
    return reports;
  }

  /**
   * @param ratio of the agent's CPU time to that of the application in ten seconds
   * @param application CPU seconds in those
   * @param unsampled seconds since the start
   */
  private record Report(double ratio, double application, double unsampled, String pace) {}
}

package dev.cresset.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Programs in JVMs that have run for minutes, in which a profiler is paused and goes on, in turn.
 * Each time with it is compared with the time without it just before or after, in the order with,
 * without, without, with: what the machine and the JVM's compilers do meanwhile concerns both. What
 * a profiler costs when it starts, and what stays of it while it is paused, does not show.
 */
final class WarmBenchmark implements Benchmark {
  private static final int PAIRS = 20;
  private static final int SECONDS = 20;

  /** Until compilers are done with a program, and with an agent in it. */
  private static final Duration WARM_UP = Duration.ofMinutes(5);

  private final String name;
  private final List<Program> programs;
  private final Map<Program, Map<Profiler, List<Pair>>> pairs = new EnumMap<>(Program.class);

  private WarmBenchmark(String name, List<Program> programs) {
    this.name = name;
    this.programs = programs;
  }

  static WarmBenchmark ofAll() {
    return new WarmBenchmark("warm", List.of(Program.values()));
  }

  static WarmBenchmark of(Program program) {
    return new WarmBenchmark("warm-" + program.label(), List.of(program));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String question() {
    return "What do profilers cost %s that run long, on and off in turn in one JVM?"
        .formatted(programs.size() == 1 ? "that program" : "three programs");
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    try (ProfilerBench bench = ProfilerBench.open(workbench)) {
      for (Program program : programs) {
        for (Profiler profiler : Profiler.values()) {
          if (profiler.canPause()) {
            measure(workbench, bench, program, profiler);
          }
        }
      }
    }
    print();
  }

  private void measure(Workbench workbench, ProfilerBench bench, Program program, Profiler profiler)
      throws Exception {
    List<Pair> measured = new ArrayList<>();
    pairs.computeIfAbsent(program, p -> new EnumMap<>(Profiler.class)).put(profiler, measured);
    RunningProgram running = program.start(workbench, profiler.launch(bench));
    Duration time = Duration.ofSeconds(workbench.seconds(SECONDS));
    running.work(WARM_UP);
    try (AttachedJvm jvm = AttachedJvm.of(running.process())) {
      int rounds = workbench.rounds(PAIRS);
      for (int i = 0; i < rounds; i += 2) {
        Cost with = work(running, profiler, time);
        profiler.pause(jvm, bench);
        measured.add(new Pair(with, work(running, profiler, time)));
        Cost without = work(running, profiler, time);
        profiler.resume(jvm, bench);
        measured.add(new Pair(work(running, profiler, time), without));
        System.out.printf(
            "%-8s %-15s CPU %.3f and %.3f%n",
            program.label(),
            profiler.label(),
            measured.get(i).ratio(Cost::cpuMicros),
            measured.get(i + 1).ratio(Cost::cpuMicros));
      }
    }
    running.process().stop();
  }

  private static Cost work(RunningProgram running, Profiler profiler, Duration time)
      throws Exception {
    running.work(profiler.settles());
    return running.work(time);
  }

  private void print() {
    System.out.println("With over without, medians with 95 % intervals:");
    System.out.printf("%-8s %-15s %-22s %-22s %s%n", "program", "profiler", "CPU", "p50", "p99");
    pairs.forEach((program, of) ->
        of.forEach((profiler, measured) ->
            System.out.printf(
                "%-8s %-15s %-22s %-22s %s%n",
                program.label(),
                profiler.label(),
                interval(measured, Cost::cpuMicros),
                interval(measured, Cost::p50Micros),
                interval(measured, Cost::p99Micros))));
  }

  private static String interval(List<Pair> measured, ToDoubleFunction<Cost> figure) {
    double[] ratios = new double[measured.size()];
    Arrays.setAll(ratios, i -> measured.get(i).ratio(figure));
    return Interval.of(ratios).text(4);
  }

  private record Pair(Cost with, Cost without) {
    double ratio(ToDoubleFunction<Cost> figure) {
      return figure.applyAsDouble(with) / figure.applyAsDouble(without);
    }
  }
}

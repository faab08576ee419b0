package dev.cresset.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Programs without a profiler, with Cresset and with others, in turn, each time in a fresh JVM that
 * is warmed up for as long as it is then measured. What is told is how each compares with the run
 * without a profiler of the same round.
 */
final class OverheadBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 40;

  private final String name;
  private final List<Program> programs;
  private final Map<Program, Map<Profiler, List<Cost>>> costs = new EnumMap<>(Program.class);

  private OverheadBenchmark(String name, List<Program> programs) {
    this.name = name;
    this.programs = programs;
  }

  static OverheadBenchmark ofAll() {
    return new OverheadBenchmark("overhead", List.of(Program.values()));
  }

  static OverheadBenchmark of(Program program) {
    return new OverheadBenchmark("overhead-" + program.label(), List.of(program));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String question() {
    return "What do Cresset and other profilers cost %s in CPU, latency, memory, start-up?"
        .formatted(programs.size() == 1 ? "that program" : "three programs");
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    try (ProfilerBench bench = ProfilerBench.open(workbench)) {
      int rounds = workbench.rounds(ROUNDS);
      for (int round = 1; round <= rounds; round++) {
        round(workbench, bench, round);
      }
    }
    print();
  }

  private void round(Workbench workbench, ProfilerBench bench, int round) throws Exception {
    Duration time = Duration.ofSeconds(workbench.seconds(SECONDS));
    for (Program program : programs) {
      for (Profiler profiler : withNone(workbench.profilers())) {
        RunningProgram running = program.start(workbench, profiler.launch(bench));
        running.work(time);
        Cost cost = running.work(time);
        running.process().stop();
        costs
            .computeIfAbsent(program, p -> new EnumMap<>(Profiler.class))
            .computeIfAbsent(profiler, p -> new ArrayList<>())
            .add(cost);
        System.out.printf(
            "round %d: %-8s %-15s CPU %10.1f µs a unit, p50 %9.1f µs, p99 %9.1f µs, %4.0f MB%n",
            round,
            program.label(),
            profiler.label(),
            cost.cpuMicros(),
            cost.p50Micros(),
            cost.p99Micros(),
            cost.residentMegabytes());
      }
    }
  }

  private static Set<Profiler> withNone(Set<Profiler> profilers) {
    Set<Profiler> all = EnumSet.of(Profiler.NONE);
    all.addAll(profilers);
    return all;
  }

  private void print() {
    System.out.println("Compared with no profiler, medians with 95 % intervals:");
    System.out.printf(
        "%-8s %-15s %-20s %-20s %-20s %-18s %s%n",
        "program", "profiler", "CPU", "p50", "p99", "memory, MB more", "main, ms later");
    costs.forEach((program, of) -> {
      List<Cost> base = of.get(Profiler.NONE);
      of.forEach((profiler, with) -> {
        if (profiler != Profiler.NONE) {
          System.out.printf(
              "%-8s %-15s %-20s %-20s %-20s %-18s %s%n",
              program.label(),
              profiler.label(),
              ratio(with, base, Cost::cpuMicros).text(3),
              ratio(with, base, Cost::p50Micros).text(3),
              ratio(with, base, Cost::p99Micros).text(3),
              difference(with, base, Cost::residentMegabytes).text(0),
              difference(with, base, Cost::millisToMain).text(0));
        }
      });
    });
  }

  private static Interval ratio(List<Cost> with, List<Cost> base, ToDoubleFunction<Cost> figure) {
    double[] ratios = new double[with.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(with.get(i)) / figure.applyAsDouble(base.get(i));
    }
    return Interval.of(ratios);
  }

  private static Interval difference(
      List<Cost> with, List<Cost> base, ToDoubleFunction<Cost> figure) {
    double[] differences = new double[with.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = figure.applyAsDouble(with.get(i)) - figure.applyAsDouble(base.get(i));
    }
    return Interval.of(differences);
  }
}

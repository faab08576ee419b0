package dev.cresset.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Programs with Cresset and with others, each side by side with the same program without a
 * profiler, in fresh JVMs that are warmed up for as long as they are then measured. What is told is
 * how the two compare: from one minute to the next, the machine itself may differ by far more.
 */
final class OverheadBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 40;

  private final String name;
  private final List<Program> programs;
  private final Map<Program, Map<Profiler, List<SideBySide.Pair>>> pairs =
      new EnumMap<>(Program.class);

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
    for (Program program : programs) {
      for (Profiler profiler : workbench.profilers()) {
        SideBySide.Pair pair = pair(workbench, bench, program, profiler, round % 2 == 0);
        pairs
            .computeIfAbsent(program, p -> new EnumMap<>(Profiler.class))
            .computeIfAbsent(profiler, p -> new ArrayList<>())
            .add(pair);
        System.out.printf(
            "round %d: %-8s %-15s CPU %10.1f µs a unit, none %10.1f; p99 %9.1f µs, none %9.1f%n",
            round,
            program.label(),
            profiler.label(),
            pair.with().cpuMicros(),
            pair.without().cpuMicros(),
            pair.with().p99Micros(),
            pair.without().p99Micros());
      }
    }
  }

  /**
   * @param withFirst which of the two is started first
   */
  private static SideBySide.Pair pair(
      Workbench workbench,
      ProfilerBench bench,
      Program program,
      Profiler profiler,
      boolean withFirst)
      throws Exception {
    Duration time = Duration.ofSeconds(workbench.seconds(SECONDS));
    List<RunningProgram> running = new ArrayList<>();
    for (boolean with : new boolean[] {withFirst, !withFirst}) {
      running.add(program.start(workbench, (with ? profiler : Profiler.NONE).launch(bench)));
    }
    SideBySide.each(running, one -> one.work(time));
    List<Cost> costs = SideBySide.each(running, one -> one.work(time));
    running.forEach(one -> one.process().stop());
    return SideBySide.Pair.of(withFirst, costs.getFirst(), costs.getLast());
  }

  private void print() {
    System.out.println("Compared with no profiler, medians with 95 % intervals:");
    System.out.printf(
        "%-8s %-15s %-20s %-20s %-20s %-18s %s%n",
        "program", "profiler", "CPU", "p50", "p99", "memory, MB more", "main, ms later");
    pairs.forEach((program, of) ->
        of.forEach((profiler, measured) ->
            System.out.printf(
                "%-8s %-15s %-20s %-20s %-20s %-18s %s%n",
                program.label(),
                profiler.label(),
                interval(measured, pair -> pair.ratio(Cost::cpuMicros)).text(3),
                interval(measured, pair -> pair.ratio(Cost::p50Micros)).text(3),
                interval(measured, pair -> pair.ratio(Cost::p99Micros)).text(3),
                interval(measured, pair -> pair.difference(Cost::residentMegabytes)).text(0),
                interval(measured, pair -> pair.difference(Cost::millisToMain)).text(0))));
  }

  private static Interval interval(
      List<SideBySide.Pair> measured, ToDoubleFunction<SideBySide.Pair> figure) {
    return Interval.of(measured.stream().mapToDouble(figure).toArray());
  }
}

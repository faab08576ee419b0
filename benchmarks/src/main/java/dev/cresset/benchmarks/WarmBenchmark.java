package dev.cresset.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Programs in JVMs that have run for minutes, in which a profiler is paused and goes on, in turn.
 * Each time with it is compared with the time without it just before or after, in the order with,
 * without, without, with: what the machine and the JVM's compilers do meanwhile concerns both. What
 * a profiler costs when it starts, and what stays of it while it is paused, does not show.
 *
 * <p>Two JVMs do this at once, one for each core there is at least: how far two times of one JVM
 * differ has little to do with how far those of the other do, so that both together tell as much in
 * half the time.
 */
final class WarmBenchmark implements Benchmark {
  private static final int PAIRS = 40;
  private static final int SECONDS = 10;
  private static final int JVMS = 2;

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
        for (Profiler profiler : workbench.profilers()) {
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
    List<Alternation> alternations = new ArrayList<>();
    for (int i = 0; i < JVMS; i++) {
      RunningProgram running = program.start(workbench, profiler.launch(bench));
      alternations.add(new Alternation(running, profiler, bench, workbench.seconds(SECONDS)));
    }
    int rounds = workbench.rounds(PAIRS) / JVMS;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Pair>>> sides = new ArrayList<>();
      alternations.forEach(a -> sides.add(() -> a.run(WARM_UP, rounds)));
      for (Future<List<Pair>> side : threads.invokeAll(sides)) {
        measured.addAll(side.get());
      }
    }
    System.out.printf("%-8s %-15s CPU%s%n", program.label(), profiler.label(), ratios(measured));
  }

  /** One JVM in which a profiler is on and off in turn. */
  private record Alternation(
      RunningProgram running, Profiler profiler, ProfilerBench bench, int seconds) {
    List<Pair> run(Duration warmUp, int pairs) throws Exception {
      List<Pair> measured = new ArrayList<>();
      running.work(warmUp);
      try (AttachedJvm jvm = AttachedJvm.of(running.process())) {
        while (measured.size() < pairs) {
          Cost with = work();
          profiler.pause(jvm, bench);
          measured.add(new Pair(with, work()));
          Cost without = work();
          profiler.resume(jvm, bench);
          measured.add(new Pair(work(), without));
        }
      }
      running.process().stop();
      return measured;
    }

    private Cost work() throws Exception {
      running.work(profiler.settles());
      return running.work(Duration.ofSeconds(seconds));
    }
  }

  private void print() {
    System.out.println("With over without, medians of pairs' means, with 95 % intervals:");
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
    return Interval.ofMiddle(ratios).text(4);
  }

  private static String ratios(List<Pair> measured) {
    return measured.stream()
        .map(pair -> " %.3f".formatted(pair.ratio(Cost::cpuMicros)))
        .collect(Collectors.joining());
  }

  private record Pair(Cost with, Cost without) {
    double ratio(ToDoubleFunction<Cost> figure) {
      return figure.applyAsDouble(with) / figure.applyAsDouble(without);
    }
  }
}

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
 *
 * <p>Two JVMs do this at once, the second in the opposite order, so that what disturbs both at a
 * time is for one and against the other. What they measure at a time counts as one value.
 */
final class WarmBenchmark implements Benchmark {
  private static final int PAIRS = 20;
  private static final int SECONDS = 20;

  /** Until compilers are done with a program, and with an agent in it. */
  private static final Duration WARM_UP = Duration.ofMinutes(5);

  private final String name;
  private final List<Program> programs;
  private final Map<Program, Map<Profiler, List<Step>>> steps = new EnumMap<>(Program.class);

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
    List<Alternation> jvms = new ArrayList<>();
    for (boolean withFirst : new boolean[] {true, false}) {
      RunningProgram running = program.start(workbench, profiler.launch(bench));
      jvms.add(new Alternation(running, profiler, bench, withFirst));
    }
    Duration time = Duration.ofSeconds(workbench.seconds(SECONDS));
    List<Step> measured = new ArrayList<>();
    steps.computeIfAbsent(program, p -> new EnumMap<>(Profiler.class)).put(profiler, measured);
    SideBySide.each(jvms, Alternation::warmUp);
    for (int i = workbench.rounds(PAIRS); i > 0; i--) {
      Step step = new Step(SideBySide.each(jvms, jvm -> jvm.pair(time)));
      measured.add(step);
      System.out.printf(
          "%-8s %-15s CPU %.3f%n", program.label(), profiler.label(), step.ratio(Cost::cpuMicros));
    }
    jvms.forEach(Alternation::close);
  }

  private void print() {
    System.out.println("With over without, by Hodges and Lehmann, with 95 % intervals:");
    System.out.printf("%-8s %-15s %-22s %-22s %s%n", "program", "profiler", "CPU", "p50", "p99");
    steps.forEach((program, of) ->
        of.forEach((profiler, measured) ->
            System.out.printf(
                "%-8s %-15s %-22s %-22s %s%n",
                program.label(),
                profiler.label(),
                interval(measured, Cost::cpuMicros),
                interval(measured, Cost::p50Micros),
                interval(measured, Cost::p99Micros))));
  }

  private static String interval(List<Step> measured, ToDoubleFunction<Cost> figure) {
    double[] ratios = new double[measured.size()];
    Arrays.setAll(ratios, i -> measured.get(i).ratio(figure));
    return Interval.ofMiddle(ratios).text(4);
  }

  /** The pairs of all JVMs at a time. */
  private record Step(List<SideBySide.Pair> pairs) {
    double ratio(ToDoubleFunction<Cost> figure) {
      return pairs.stream().mapToDouble(pair -> pair.ratio(figure)).average().orElseThrow();
    }
  }

  /** One JVM in which a profiler is on and off in turn; it is on at first. For one thread. */
  private static final class Alternation {
    private final RunningProgram running;
    private final Profiler profiler;
    private final ProfilerBench bench;
    private boolean on = true;
    private boolean withFirst;

    Alternation(RunningProgram running, Profiler profiler, ProfilerBench bench, boolean withFirst) {
      this.running = running;
      this.profiler = profiler;
      this.bench = bench;
      this.withFirst = withFirst;
    }

    /** Paused afterwards: when it goes on, it is as it is from then on, not as it was started. */
    Cost warmUp() throws Exception {
      Cost cost = running.work(WARM_UP);
      toggle();
      return cost;
    }

    /** The other way round than the time before. */
    SideBySide.Pair pair(Duration time) throws Exception {
      Cost first = work(withFirst, time);
      Cost second = work(!withFirst, time);
      SideBySide.Pair pair = SideBySide.Pair.of(withFirst, first, second);
      withFirst = !withFirst;
      return pair;
    }

    private Cost work(boolean with, Duration time) throws Exception {
      if (with != on) {
        toggle();
      }
      running.work(profiler.settles());
      return running.work(time);
    }

    private void toggle() throws Exception {
      try (AttachedJvm jvm = AttachedJvm.of(running.process())) {
        if (on) {
          profiler.pause(jvm, bench);
        } else {
          profiler.resume(jvm, bench);
        }
      }
      on = !on;
    }

    void close() {
      running.process().stop();
    }
  }
}

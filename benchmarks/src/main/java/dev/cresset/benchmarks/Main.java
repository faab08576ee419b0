package dev.cresset.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Lists the benchmarks, or runs those that are named. */
public final class Main {
  private static final int WRONG_USAGE = 2;
  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new StartupBenchmark(),
          new FirstMinuteBenchmark(),
          OverheadBenchmark.ofAll(),
          OverheadBenchmark.of(Program.COMPILE),
          OverheadBenchmark.of(Program.SHOP),
          OverheadBenchmark.of(Program.WAITING),
          WarmBenchmark.ofAll(),
          WarmBenchmark.of(Program.COMPILE),
          WarmBenchmark.of(Program.SHOP),
          WarmBenchmark.of(Program.WAITING),
          new EncodeBenchmark(),
          new LabelsBenchmark(),
          new StoreBenchmark(),
          new IngestBenchmark(),
          new SustainedIngestBenchmark(),
          new QueryBenchmark(),
          new SoakBenchmark(),
          HostileBenchmark.ofAll(),
          HostileBenchmark.of("deep"),
          HostileBenchmark.of("threads"),
          HostileBenchmark.of("garbage"),
          HostileBenchmark.of("classes"));

  private Main() {}

  public static void main(String[] args) throws Exception {
    List<Benchmark> chosen = new ArrayList<>();
    for (String name : args) {
      Benchmark benchmark = named(name);
      if (benchmark == null) {
        System.err.println(
            "There is no benchmark '" + name + "'. Run without a name for the list.");
        System.exit(WRONG_USAGE);
      }
      chosen.add(benchmark);
    }
    if (chosen.isEmpty()) {
      BENCHMARKS.forEach(b -> System.out.printf("%-16s %s%n", b.name(), b.question()));
    }
    for (Benchmark benchmark : chosen) {
      run(benchmark);
    }
  }

  private static void run(Benchmark benchmark) throws Exception {
    System.out.printf("%s: %s%n", benchmark.name(), benchmark.question());
    try (Workbench workbench = Workbench.open()) {
      benchmark.run(workbench);
    }
  }

  private static Benchmark named(String name) {
    return BENCHMARKS.stream().filter(b -> b.name().equals(name)).findFirst().orElse(null);
  }
}

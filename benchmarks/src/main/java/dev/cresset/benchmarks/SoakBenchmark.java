package dev.cresset.benchmarks;

import dev.cresset.benchmarks.Soak.Holdings;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Ten minutes of coming and going, and what of it stays. */
final class SoakBenchmark implements Benchmark {
  private static final Duration DURATION = Duration.ofMinutes(10);
  private static final int CYCLES = 50;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String question() {
    return "Does anything grow in a JVM in which the agent comes and goes for 10 minutes?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    List<Holdings> holdings = new Soak(workbench, DURATION, CYCLES).run();
    System.out.println("before the agent came   " + holdings.getFirst());
    System.out.println("after the first time    " + holdings.get(1));
    System.out.println("after the last time     " + holdings.getLast());
    List<Holdings> early = holdings.subList(CYCLES / 10, CYCLES / 5);
    List<Holdings> late = holdings.subList(CYCLES - CYCLES / 10, CYCLES);
    System.out.println("growth from times 5 to 9 to the last 5, by median:");
    print("threads", early, late, Holdings::threads);
    print("descriptors", early, late, Holdings::descriptors);
    print("classes", early, late, Holdings::classes);
    print("temp files", early, late, Holdings::tempFiles);
    print("resident MB", early, late, Holdings::residentMegabytes);
  }

  private static void print(
      String what, List<Holdings> early, List<Holdings> late, ToDoubleFunction<Holdings> value) {
    System.out.printf("  %-12s %+6.1f%n", what, median(late, value) - median(early, value));
  }

  private static double median(List<Holdings> holdings, ToDoubleFunction<Holdings> value) {
    return Median.of(holdings.stream().mapToDouble(value).toArray());
  }
}

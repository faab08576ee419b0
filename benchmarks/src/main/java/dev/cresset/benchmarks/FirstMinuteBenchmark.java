package dev.cresset.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What profilers cost while they and the program warm up: classes, compiling, the first profiles.
 * JVMs without a profiler and with one run side by side, so that whatever else the machine does
 * meanwhile is the same for all.
 */
final class FirstMinuteBenchmark implements Benchmark {
  private static final List<Profiler> PROFILERS =
      List.of(Profiler.NONE, Profiler.CRESSET, Profiler.PYROSCOPE);

  private static final int ROUNDS = 5;
  private static final int IDLE_SECONDS = 15;
  private static final int EARLY_SECONDS = 40;
  private static final int LATE_SECONDS = 120;
  private static final String REQUESTS_PER_SECOND = "100";
  private static final Pattern MAIN = Pattern.compile("main after (\\d+)");
  private static final Pattern SHOP_URL = Pattern.compile("shop .* at (http://\\S+)");

  /** By what is measured, and by profiler; a value for each round. */
  private final Map<String, Map<Profiler, List<Double>>> figures = new LinkedHashMap<>();

  @Override
  public String name() {
    return "first-minute";
  }

  @Override
  public String question() {
    return "What do Cresset and Pyroscope cost while a program starts and warms up?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    try (ProfilerBench bench = ProfilerBench.open(workbench)) {
      List<Profiler> order = new ArrayList<>(PROFILERS);
      int rounds = workbench.rounds(ROUNDS);
      for (int round = 1; round <= rounds; round++) {
        idle(workbench, bench, order);
        shop(workbench, bench, order);
        Collections.rotate(order, 1);
        System.out.printf("After round %d of %d, medians with 95 %% intervals:%n", round, rounds);
        print();
      }
    }
  }

  private void idle(Workbench workbench, ProfilerBench bench, List<Profiler> order)
      throws IOException, InterruptedException {
    Map<Profiler, MeasuredProcess> processes = new LinkedHashMap<>();
    for (Profiler profiler : order) {
      Profiler.Launch launch = profiler.launch(bench);
      String now = Long.toString(System.currentTimeMillis());
      MeasuredProcess process =
          workbench.startWorkload("IdleWorkload", launch.options(), launch.environment(), now);
      processes.put(profiler, process);
      // One after the other: a start is measured by the clock.
      add("idle: main after, ms", profiler, Double.parseDouble(process.await(MAIN).group(1)));
    }
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    for (Map.Entry<Profiler, MeasuredProcess> one : processes.entrySet()) {
      add("idle: CPU, s", one.getKey(), one.getValue().cpuSeconds());
      add("idle: memory, MB", one.getKey(), one.getValue().residentMegabytes());
    }
    processes.values().forEach(MeasuredProcess::stop);
  }

  private void shop(Workbench workbench, ProfilerBench bench, List<Profiler> order)
      throws IOException, InterruptedException {
    Map<Profiler, MeasuredProcess> shops = new LinkedHashMap<>();
    for (Profiler profiler : order) {
      Profiler.Launch launch = profiler.launch(bench);
      List<String> options = new ArrayList<>(launch.options());
      options.addFirst("-Xmx256m");
      shops.put(profiler, workbench.startJar("shop-1.0.jar", options, launch.environment(), "0"));
    }
    List<MeasuredProcess> loads = new ArrayList<>();
    for (MeasuredProcess shop : shops.values()) {
      loads.add(load(workbench, shop.await(SHOP_URL).group(1)));
    }
    long start = System.nanoTime();
    sleepUntil(start + TimeUnit.SECONDS.toNanos(EARLY_SECONDS));
    Map<Profiler, Double> early = new EnumMap<>(Profiler.class);
    for (Map.Entry<Profiler, MeasuredProcess> shop : shops.entrySet()) {
      early.put(shop.getKey(), shop.getValue().cpuSeconds());
    }
    sleepUntil(start + TimeUnit.SECONDS.toNanos(LATE_SECONDS));
    for (Map.Entry<Profiler, MeasuredProcess> shop : shops.entrySet()) {
      double before = early.get(shop.getKey());
      add("shop: CPU until 40 s, s", shop.getKey(), before);
      add("shop: CPU from 40 to 120 s, s", shop.getKey(), shop.getValue().cpuSeconds() - before);
      add("shop: memory, MB", shop.getKey(), shop.getValue().residentMegabytes());
    }
    loads.forEach(MeasuredProcess::stop);
    shops.values().forEach(MeasuredProcess::stop);
  }

  private static MeasuredProcess load(Workbench workbench, String url) throws IOException {
    return workbench.startJar(
        "load.jar",
        List.of("-Xmx64m"),
        Map.of(),
        url,
        "--rate",
        REQUESTS_PER_SECOND,
        "--seconds",
        Integer.toString(LATE_SECONDS));
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  private void add(String figure, Profiler profiler, double value) {
    figures
        .computeIfAbsent(figure, f -> new EnumMap<>(Profiler.class))
        .computeIfAbsent(profiler, p -> new ArrayList<>())
        .add(value);
  }

  /** Each value less that of the same round without a profiler. */
  private void print() {
    figures.forEach((figure, of) -> {
      List<Double> base = of.get(Profiler.NONE);
      System.out.printf("%-30s none %s", figure, Interval.of(unboxed(base)).text(2));
      for (Profiler profiler : PROFILERS) {
        if (profiler != Profiler.NONE) {
          double[] more = unboxed(of.get(profiler));
          for (int round = 0; round < more.length; round++) {
            more[round] -= base.get(round);
          }
          System.out.printf(", %s +%s", profiler.label(), Interval.of(more).text(2));
        }
      }
      System.out.println();
    });
  }

  private static double[] unboxed(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

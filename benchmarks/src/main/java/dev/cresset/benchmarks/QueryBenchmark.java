package dev.cresset.benchmarks;

import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.Schema;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Flame graphs and comparisons of services of growing size that have run for 30 days, from the
 * embedded engine: one user, and eight at once.
 */
final class QueryBenchmark implements Benchmark {
  private static final List<Integer> INSTANCES = List.of(10, 100, 1000);
  private static final List<Duration> RANGES =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30));
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 20;
  private static final int USERS = 8;
  private static final int NODES = 20_000;

  private static final long ENGINE_MEMORY = 1L << 30;

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String question() {
    return "How long do a flame graph of an hour, a day and 30 days, and a comparison take?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    LiveHeapPeak heap = LiveHeapPeak.watch();
    Retention retention = new Retention(30, 1, 730);
    try (EmbeddedClickHouse engine =
            EmbeddedClickHouse.start(
                workbench.clickHouse(), workbench.scratch().resolve("data"), 8, ENGINE_MEMORY);
        ClickHouse clickHouse = ClickHouse.at(engine, "bench", 8, Duration.ofSeconds(30))) {
      Schema.migrate(clickHouse, retention);
      QueryLimits limits =
          QueryLimits.ofHeap(Runtime.getRuntime().maxMemory())
              .withMemory(EmbeddedClickHouse.queryMemory(ENGINE_MEMORY));
      ClickHouseQueries queries = new ClickHouseQueries(clickHouse, limits, retention);
      try (Connection connection = clickHouse.connection();
          Statement statement = connection.createStatement()) {
        RolledUpFleet.writeStacks(statement);
        for (int instances : INSTANCES) {
          Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(30);
          RolledUpFleet.write(statement, service(instances), instances, end);
          for (Duration range : RANGES) {
            measureGraph(queries, instances, end, range);
          }
          measureComparison(queries, instances, end);
        }
      }
      System.out.printf(
          "%d of %d stack traces were not in memory; %d MB of heap after a collection at the most,"
              + " %d allowed%n",
          queries.stackTracesRead(),
          queries.stackTraces(),
          heap.megabytes(),
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }

  private static String service(int instances) {
    return "fleet-of-" + instances;
  }

  private static void measureGraph(
      ProfileQueries queries, int instances, Instant end, Duration range) throws Exception {
    Selection selection = selection(instances, end.minus(range), end);
    measure(
        "%4d instances, flame graph of %-6s".formatted(instances, range),
        () -> queries.flameGraph(selection, NODES).total()[0] / 1_000_000_000 + " s of CPU");
  }

  /** Of the last hour's halves. */
  private static void measureComparison(ProfileQueries queries, int instances, Instant end)
      throws Exception {
    Instant middle = end.minus(RolledUpFleet.COMPARED.dividedBy(2));
    Selection before = selection(instances, end.minus(RolledUpFleet.COMPARED), middle);
    Selection after = selection(instances, middle, end);
    measure(
        "%4d instances, comparison in an hour".formatted(instances),
        () -> {
          var base = queries.diff(before, after, NODES).base();
          return "%d s of %d s profiled a side"
              .formatted(
                  base.profiledNanos() / 1_000_000_000, base.allProfiledNanos() / 1_000_000_000);
        });
  }

  private static Selection selection(int instances, Instant from, Instant to) {
    return new Selection(service(instances), "cpu", from, to, List.of());
  }

  private static void measure(String what, Callable<String> question) throws Exception {
    String answer = "";
    for (int i = 0; i < WARM_UP; i++) {
      answer = question.call();
    }
    double[] alone = times(question, ROUNDS);
    double[] together = together(question);
    System.out.printf(
        "%s: median %5.0f ms, p95 %5.0f ms; %d users at once: median %5.0f ms; %s%n",
        what, median(alone), alone[ROUNDS * 95 / 100 - 1], USERS, median(together), answer);
  }

  private static double[] together(Callable<String> question) throws Exception {
    try (ExecutorService users = Executors.newFixedThreadPool(USERS)) {
      List<Future<double[]>> answers = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        answers.add(users.submit(() -> times(question, ROUNDS / 4)));
      }
      List<double[]> times = new ArrayList<>();
      for (Future<double[]> answer : answers) {
        times.add(answer.get());
      }
      return times.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    }
  }

  /** In order. */
  private static double[] times(Callable<String> question, int rounds) throws Exception {
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      question.call();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}

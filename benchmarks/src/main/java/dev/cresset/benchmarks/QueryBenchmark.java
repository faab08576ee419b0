package dev.cresset.benchmarks;

import dev.cresset.collector.embedded.EmbeddedClickHouse;
import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.FlameTree;
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
import java.util.Arrays;
import java.util.List;

/** Flame graphs of services of growing size that have run for 30 days, from the embedded engine. */
final class QueryBenchmark implements Benchmark {
  private static final List<Integer> INSTANCES = List.of(10, 100, 1000);
  private static final List<Duration> RANGES =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30));
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 20;
  private static final int NODES = 20_000;

  private static final long ENGINE_MEMORY = 1L << 30;

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String question() {
    return "How long does a flame graph of an hour, a day and 30 days take?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    Retention retention = new Retention(40, 40, 40);
    try (EmbeddedClickHouse engine =
            EmbeddedClickHouse.start(
                workbench.clickHouse(), workbench.scratch().resolve("data"), 4, ENGINE_MEMORY);
        ClickHouse clickHouse = ClickHouse.at(engine, "bench", 4, Duration.ofSeconds(30))) {
      Schema.migrate(clickHouse, retention);
      QueryLimits limits =
          QueryLimits.ofHeap(Runtime.getRuntime().maxMemory())
              .withMemory(EmbeddedClickHouse.queryMemory(ENGINE_MEMORY));
      ProfileQueries queries = new ClickHouseQueries(clickHouse, limits, retention);
      try (Connection connection = clickHouse.connection();
          Statement statement = connection.createStatement()) {
        RolledUpFleet.writeStacks(statement);
        for (int instances : INSTANCES) {
          Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(30);
          RolledUpFleet.write(statement, service(instances), instances, end);
          RANGES.forEach(range -> measure(queries, instances, end, range));
        }
      }
    }
  }

  private static String service(int instances) {
    return "fleet-of-" + instances;
  }

  private static void measure(ProfileQueries queries, int instances, Instant end, Duration range) {
    Selection selection =
        new Selection(service(instances), "cpu", end.minus(range), end, List.of());
    double[] millis = new double[ROUNDS];
    FlameTree tree = null;
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      long start = System.nanoTime();
      tree = queries.flameGraph(selection, NODES);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "%4d instances, %8s: median %6.0f ms, p95 %6.0f ms; %d s of CPU%n",
        instances,
        range,
        millis[ROUNDS / 2],
        millis[ROUNDS * 95 / 100],
        tree.total()[0] / 1_000_000_000);
  }
}

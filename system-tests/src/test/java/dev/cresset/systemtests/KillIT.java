package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine and the server die while they store what agents push, and while they roll it up; each
 * as often as the property {@code cresset.kills} says.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("cresset.kills", 1);
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(1);

  private static final String UNFINISHED =
      """
      SELECT toString((service, type, seconds, bucket)) FROM rolled
      GROUP BY service, type, seconds, bucket HAVING max(state) % 2 = 0\
      """;

  @TempDir Path directory;

  private final Random random = new Random();
  private final List<RandomProfiles> pushed =
      List.of(new RandomProfiles("shop"), new RandomProfiles("stock"));

  @Test
  void whatIsAcknowledgedIsInEveryTableOnceHoweverOftenTheEngineAndTheServerDie() throws Exception {
    try (CressetServer server = new CressetServer(directory).start()) {
      List<TirelessAgent> agents =
          pushed.stream().map(of -> TirelessAgent.start(server.grpcPort(), of)).toList();
      for (int i = 0; i < KILLS; i++) {
        awaitMore(agents);
        pauseUpTo(LONGEST_LIFE);
        killEngine(server);
        awaitMore(agents);
        pauseUpTo(LONGEST_LIFE);
        killServer(server);
      }
      for (TirelessAgent agent : agents) {
        agent.finish();
      }
      rollUpAll(server);
    }

    try (StoredTables tables = StoredTables.in(directory.resolve("data"))) {
      int profiles = pushed.stream().mapToInt(RandomProfiles::made).sum();
      assertThat(
              tables.column(
                  "SELECT toString((count(), uniqExact(profile_id))) FROM profiles FINAL"))
          .containsExactly("(%d,%d)".formatted(2 * profiles, profiles));
      assertSums(tables, "profiles", 60);
      assertSums(tables, "rollup_1m", 60);
      assertSums(tables, "rollup_1h", 3600);
    }
  }

  /** The server starts another. */
  private static void killEngine(CressetServer server) {
    eventually(() -> assertThat(server.process().children()).isNotEmpty());
    server.process().children().forEach(ProcessHandle::destroyForcibly);
  }

  /** Twice: while it stores, and while it starts, which is when all that is new is rolled up. */
  private void killServer(CressetServer server) throws Exception {
    server.kill();
    server.begin();
    pauseUpTo(server.timeToStart());
    server.kill();
    server.start();
  }

  private void pauseUpTo(Duration longest) throws InterruptedException {
    Thread.sleep(random.nextLong(longest.toMillis()));
  }

  private static void awaitMore(List<TirelessAgent> agents) {
    long before = acknowledged(agents);
    eventually(() -> assertThat(acknowledged(agents)).isGreaterThan(before));
  }

  private static long acknowledged(List<TirelessAgent> agents) {
    return agents.stream().mapToLong(TirelessAgent::acknowledged).sum();
  }

  /** A server that starts first looks for all that is new, and for what was begun. */
  private void rollUpAll(CressetServer server) {
    eventually(() -> {
      server.stop();
      server.start();
      Api api = server.api();
      eventually(() -> {
        // Of this server's own looks: before the first it does not know of a lag.
        assertThat(api.metric("cresset_rollup_pass_seconds_count")).isPositive();
        assertThat(api.metric("cresset_rollup_lag_seconds")).isLessThan(120);
      });
      assertAnswers(api);
      server.stop();
      try (StoredTables tables = StoredTables.in(directory.resolve("data"))) {
        assertThat(tables.column(UNFINISHED)).isEmpty();
      }
    });
  }

  private void assertAnswers(Api api) {
    for (RandomProfiles profiles : pushed) {
      Top top = Top.of(api.get("top?from=now-1d&type=alloc_space&service=" + profiles.service()));
      Map<String, List<Long>> answered = new HashMap<>();
      top.rows()
          .forEach((function, row) -> {
            assertThat(row.total()).isEqualTo(row.self());
            answered.put(function, List.of(row.self(), row.samples()));
          });
      assertThat(answered).isNotEmpty().isEqualTo(profiles.byFunction("alloc_space"));
    }
  }

  private void assertSums(StoredTables tables, String table, int seconds) throws Exception {
    Stream<String> expected = pushed.stream().flatMap(profiles -> profiles.sums(seconds).stream());
    assertThat(tables.sums(table, seconds).stream().sorted().toList())
        .as(table)
        .isEqualTo(expected.sorted().toList());
  }
}

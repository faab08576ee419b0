package dev.cresset.collector.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.TestClickHouse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same profiles on a cluster, by two collectors at once, and on one server. */
class ClusterAnswersTest {
  @RegisterExtension static final TestClickHouse CLUSTER = TestClickHouse.cluster();
  @RegisterExtension static final TestClickHouse SERVER = new TestClickHouse();

  private static final Instant FROM =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3 * 3600);
  private static final List<NewProfile> ALL =
      new RandomFleet(46, FROM, Duration.ofMinutes(100)).profiles(120);

  @BeforeAll
  static void store() throws Exception {
    new ProfileStore(SERVER.clickHouse()).store(ALL);
    new Rollups(SERVER.clickHouse()).rollUpAll();

    try (ExecutorService collectors = Executors.newVirtualThreadPerTaskExecutor()) {
      // One has the first two thirds, and one the last two: a third comes twice.
      List<Future<Void>> done = new ArrayList<>();
      done.add(collectors.submit(collector(ALL.subList(0, 80))));
      done.add(collectors.submit(collector(ALL.subList(40, 120))));
      for (Future<Void> one : done) {
        one.get();
      }
    }
    new Rollups(CLUSTER.clickHouse()).rollUpAll();
    new Rollups(CLUSTER.clickHouse()).rollUpAll();
  }

  private static Callable<Void> collector(List<NewProfile> profiles) {
    return () -> {
      ProfileStore store = new ProfileStore(CLUSTER.clickHouse());
      Rollups rollups = new Rollups(CLUSTER.clickHouse());
      for (int i = 0; i < profiles.size(); i += 40) {
        store.store(profiles.subList(i, i + 40));
        rollups.rollUp();
      }
      return null;
    };
  }

  @Test
  void rowsAreInTheShardsTablesAndReadThroughDistributedOnes() throws Exception {
    assertThat(CLUSTER.column("SELECT engine FROM system.tables WHERE name = 'profiles'"))
        .containsExactly("Distributed");
    assertThat(CLUSTER.column("SELECT toString(count()) FROM profiles_local FINAL"))
        .isEqualTo(CLUSTER.column("SELECT toString(count()) FROM profiles FINAL"))
        .containsExactly(Integer.toString(ALL.size() * RandomFleet.TYPES.size()));
    // What was asked for while it was being sent would be here.
    assertThat(CLUSTER.column("SELECT toString(sum(data_files)) FROM system.distribution_queue"))
        .containsExactly("0");
  }

  @Test
  void totalsAreEqualInAllTables() throws Exception {
    RollupSql.assertEqualInAllTables(CLUSTER, ALL);
  }

  @Test
  void theViewsSayWhatTheySayOnOneServer() throws Exception {
    for (String sql :
        List.of(
            "SELECT toString((service, type, stack, sum(value))) AS row FROM samples"
                + " GROUP BY service, type, stack ORDER BY row",
            "SELECT toString((service, type, function, sum(total), sum(self))) AS row"
                + " FROM functions GROUP BY service, type, function ORDER BY row",
            "SELECT toString((service, release, instances, types)) AS row FROM releases"
                + " ORDER BY row")) {
      assertThat(CLUSTER.column(sql)).isNotEmpty().isEqualTo(SERVER.column(sql));
    }
  }

  @Test
  void everyAnswerIsThatOfOneServer() {
    Map<String, Supplier<Object>> onServer = questions(SERVER);
    questions(CLUSTER)
        .forEach((question, answer) ->
            assertThat(answer.get())
                .as(question)
                .usingRecursiveComparison()
                .isEqualTo(onServer.get(question).get()));
  }

  private static Map<String, Supplier<Object>> questions(TestClickHouse clickHouse) {
    ProfileQueries queries =
        new ClickHouseQueries(
            clickHouse.clickHouse(),
            QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()),
            new Retention(30));
    Map<String, Supplier<Object>> questions = new LinkedHashMap<>();
    questions.put("services", queries::services);
    String hostile = RandomFleet.SERVICES.getLast();
    questions.put("labels", () -> queries.labels(hostile, FROM, to(120)));
    questions.put("agents", () -> queries.agents(hostile, FROM, to(120)));
    // Of profiles it counts what has not been merged yet, too.
    questions.put(
        "cardinality",
        () ->
            queries.cardinality(FROM, to(120)).services().stream()
                .map(service -> service.service() + service.stacks() + service.labels())
                .toList());
    about(queries, hostile, "alloc_space", questions);
    about(queries, hostile, "live_space", questions);
    return questions;
  }

  private static void about(
      ProfileQueries queries,
      String service,
      String type,
      Map<String, Supplier<Object>> questions) {
    String subject = " " + service + " " + type;
    Selection all = selection(service, type, Optional.empty(), Map.of());
    Selection labelled = selection(service, type, Optional.empty(), Map.of("thread", "t1"));
    Selection one = selection(service, type, Optional.of("1.0"), Map.of());
    Selection other = selection(service, type, Optional.of("1.1"), Map.of());
    questions.put("graph" + subject, () -> queries.flameGraph(all, 100_000));
    questions.put("graph of a label" + subject, () -> queries.flameGraph(labelled, 100_000));
    questions.put("top" + subject, () -> queries.top(one));
    questions.put("calls" + subject, () -> queries.calls(all, "f1", 1000));
    questions.put("series" + subject, () -> queries.series(all, Duration.ofMinutes(7)));
    questions.put("diff" + subject, () -> queries.diff(one, other, 1000));
    if (type.startsWith("live")) {
      questions.put("growth" + subject, () -> queries.growth(all, true));
    }
  }

  private static Selection selection(
      String service, String type, Optional<String> release, Map<String, String> labels) {
    // Edges within a minute: answered by profiles, minutes and an hour together.
    return new Selection(
        service,
        type,
        FROM.plusSeconds(31),
        to(100).minusSeconds(17),
        release,
        Optional.empty(),
        Optional.empty(),
        labels);
  }

  private static Instant to(int minutes) {
    return FROM.plus(Duration.ofMinutes(minutes));
  }
}

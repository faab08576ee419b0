package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.rollup.RandomFleet;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.Schema;
import dev.cresset.collector.store.TestClickHouse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of stack traces, frames and sets of labels that nothing refers to any more. */
class UnreferencedTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  /** Of the history; those of the fleet are among them. */
  private static final int IDS = 200;

  private static final int DAYS = 200;
  private static final List<String> ANNOUNCED = List.of("stacks", "frames", "label_sets");
  private static final List<String> ALL =
      List.of("stacks", "frames", "label_sets", "numbers", "profiles", "rollup_1m", "rollup_1h");

  private final Random random = new Random(11);

  @Test
  void goesWithinAWhileAndNothingThatIsReferredToIsEverMissing() throws Exception {
    writeHistory();
    Instant now = Instant.now();
    List<NewProfile> fleet =
        new RandomFleet(12, now.minusSeconds(600), Duration.ofMinutes(10)).profiles(60);

    try (ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pushes = new ArrayList<>();
      for (Retention retention : List.of(new Retention(20, 40, 100), new Retention(2, 3, 4))) {
        int from = 20 * pushes.size();
        pushes.add(
            agents.submit(() -> {
              // As of a server that was started just now: it knows of nothing.
              new ProfileStore(CLICK_HOUSE.clickHouse()).store(fleet.subList(from, from + 20));
              return null;
            }));
        Schema.migrate(CLICK_HOUSE.clickHouse(), retention);
        for (String table : shuffled(ALL)) {
          CLICK_HOUSE.execute("OPTIMIZE TABLE " + table + " FINAL");
          assertNothingIsMissing(retention, List.of("s"));
        }
      }
      for (Future<?> push : pushes) {
        push.get();
      }
    }
    assertNothingIsMissing(new Retention(2, 3, 4), List.of("s", "shop"));

    for (String table : ANNOUNCED) {
      assertThat(CLICK_HOUSE.column("SELECT toString(min(written) < today() - 60) FROM " + table))
          .as(table)
          .containsExactly("0");
    }
  }

  /**
   * As collectors wrote it: at times they had announced a day before what was to be stored, and
   * what was received may say that it is from a day later, or from long before.
   */
  private void writeHistory() throws SQLException {
    StringJoiner rows = new StringJoiner(", ");
    // Each is of a few days, and so a few parts of each table, which all are written again twice.
    for (int received = DAYS; received >= 0; received -= 1 + random.nextInt(50)) {
      int announced = received + random.nextInt(2);
      int sent = random.nextBoolean() ? received - 1 : received + random.nextInt(20);
      int first = 1 + random.nextInt(IDS);
      for (int id = first; id <= Math.min(IDS, first + 60); id++) {
        rows.add("(%d, %d, %d, %d)".formatted(id, announced, received, sent));
      }
    }
    // What is just still kept, and was announced before; and what has just come.
    rows.add("(1000, 101, 100, 99)").add("(2000, 5, 4, 3)").add("(3000, 1, 0, 0)");
    String history =
        "SELECT *, toStartOfHour(now()) - INTERVAL sent DAY AS at, today() - announced AS written FROM"
            + " values('id Int64, announced Int32, received Int32, sent Int32', "
            + rows
            + ")";
    insert("frames", "id, function, written", "id, 'f' || toString(id), written", history);
    insert("frames", "id, function, written", "1 + intDiv(id, 2), 'caller', written", history);
    insert("stacks", "id, frames, written", "id, [id, 1 + intDiv(id, 2)], written", history);
    insert("label_sets", "id, labels, written", "id, map('a', toString(id)), written", history);
    insert(
        "numbers",
        "dictionary, number, stack, label_set, written",
        "received, id, id, id, now() - INTERVAL received DAY",
        history);
    insert(
        "profiles",
        "tenant, service, type, unit, profile_id, start, duration_ns, dictionary, gap, value, samples",
        "'default', 's', 'cpu', 'count', toString(id), at, 1, received, [id], [1], [1]",
        history);
    for (String rollup : List.of("rollup_1m", "rollup_1h")) {
      insert(
          rollup,
          "tenant, service, type, stack, label_set, bucket, value, samples, version",
          "'default', 's', 'cpu', id, id, at, 1, 1, 1",
          history);
    }
    insert(
        "rolled",
        "tenant, service, type, seconds, bucket, state, begun",
        "'default', 's', 'cpu', arrayJoin([60, 3600]), at, 3, 1",
        history);
    String now = "SELECT now() AS at";
    insert("rolled_until", "tenant, received, closed", "'default', at, at", now);
    insert(
        "sightings",
        "tenant, service, type, unit, first, last",
        "'default', 's', 'cpu', 'count', at, at",
        now);
  }

  private static void insert(String table, String columns, String values, String rows)
      throws SQLException {
    CLICK_HOUSE.execute(
        "INSERT INTO %s (%s) SELECT %s FROM (%s) SETTINGS insert_allow_materialized_columns = 1"
            .formatted(table, columns, values, rows));
  }

  private List<String> shuffled(List<String> tables) {
    List<String> shuffled = new ArrayList<>(tables);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /**
   * In sums of any age, in profiles, and in what was just pushed. A new server has no caches.
   *
   * @param stored services that have something
   */
  private static void assertNothingIsMissing(Retention retention, List<String> stored) {
    ProfileQueries queries =
        new ClickHouseQueries(
            CLICK_HOUSE.clickHouse(),
            QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()),
            retention);
    Instant to = Instant.now().plus(Duration.ofDays(2));
    Instant from = to.minus(Duration.ofDays(DAYS + 30));
    LabelMatcher anyInstance =
        new LabelMatcher(Field.INSTANCE, "", Operator.MATCHES, List.of(".*"));
    for (Selection selection :
        List.of(
            new Selection("s", "cpu", from, to, List.of()),
            new Selection("s", "cpu", from, to, List.of(anyInstance)),
            new Selection("shop", "alloc_space", from, to, List.of()))) {
      List<StackTable.Row> rows = queries.stacks(selection).rows();
      assertThat(rows.isEmpty() && stored.contains(selection.service()))
          .as("%s", selection)
          .isFalse();
      for (StackTable.Row row : rows) {
        assertThat(row.frames()).doesNotContain(StackStore.MISSING_STACK, StackStore.MISSING_FRAME);
        assertThat(row.labels().isEmpty() && selection.service().equals("s")).isFalse();
      }
    }
  }
}

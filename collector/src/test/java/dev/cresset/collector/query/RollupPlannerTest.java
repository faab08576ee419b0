package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.rollup.RandomFleet;
import dev.cresset.collector.rollup.Rollups;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.TestClickHouse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RollupPlannerTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final String SERVICE = RandomFleet.SERVICES.getFirst();
  private static final Instant END = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private static final Instant START = END.minus(Duration.ofHours(3));

  /** What every selection fulfils, and rollups know nothing of. */
  private static final LabelMatcher ANY_INSTANCE =
      new LabelMatcher(Field.INSTANCE, "", Operator.MATCHES, List.of(".*"));

  private final Random random = new Random(5);
  private final ProfileStore store = new ProfileStore(CLICK_HOUSE.clickHouse());
  private final Rollups rollups = new Rollups(CLICK_HOUSE.clickHouse());
  private final List<NewProfile> profiles =
      new RandomFleet(7, START, Duration.between(START, END)).profiles(150);

  @BeforeEach
  void empty() throws SQLException {
    for (String table :
        List.of(
            "profiles",
            "rollup_1m",
            "rollup_1h",
            "windows_1m",
            "windows_1h",
            "rolled",
            "rolled_until")) {
      CLICK_HOUSE.execute("TRUNCATE TABLE " + table);
    }
  }

  @Test
  void everyAnswerIsThatOfTheProfilesWhateverIsRolledUp() throws SQLException {
    checkAnswers(new Kept(new Retention(30)), () -> {});
  }

  /** They were there when hours were rolled up first, and late profiles find none. */
  @Test
  void soIsEveryAnswerAboutATimeWhoseMinutesAreDeleted() throws SQLException {
    Kept kept = new Kept(new Retention(30));
    Change deleted =
        () -> {
          // The hours before the last, and those of clocks that differ.
          kept.minutesAreThereSince(END.minus(Duration.ofHours(2)));
          CLICK_HOUSE.execute(
              "ALTER TABLE rollup_1m DELETE WHERE bucket < toDateTime(%d) SETTINGS mutations_sync = 2"
                  .formatted(END.minus(Duration.ofHours(2)).getEpochSecond()));
        };
    checkAnswers(kept, deleted);
  }

  private interface Change {
    void run() throws SQLException;
  }

  /**
   * @param deleted what happens to tables once most is rolled up
   */
  private void checkAnswers(Kept kept, Change deleted) throws SQLException {
    Rollups rolling = new Rollups(CLICK_HOUSE.clickHouse(), kept);
    store.store(profiles.subList(0, 100));
    rolling.rollUp();
    deleted.run();
    // Late, and not seen by the job.
    store.store(profiles.subList(100, 120));
    beginAndDie(END.minus(Duration.ofMinutes(100)));
    for (int i = 0; i < 6; i++) {
      checkSome(queries(kept), END.plusSeconds(5));
    }

    rolling.rollUp();
    store.store(profiles.subList(120, 150));
    for (int i = 0; i < 3; i++) {
      checkSome(queries(kept), END.plusSeconds(5));
    }
  }

  /** Until a time that nothing is rolled up of yet, as the ledger is remembered of that only. */
  @Test
  void whatIsRememberedOfTheLedgerMakesNoAnswerWrong() throws SQLException {
    ProfileQueries queries = queries(30);
    for (int stored = 0; stored < 150; stored += 25) {
      store.store(profiles.subList(stored, stored + 25));
      if (stored % 50 == 0) {
        rollups.rollUp();
      }
      if (stored == 75) {
        beginAndDie(END.minus(Duration.ofMinutes(100)));
      }
      for (int i = 0; i < 4; i++) {
        checkSome(queries, END.plus(Duration.ofHours(2)));
      }
    }
  }

  /** As somebody looks at a service that stopped: all of its time, the last hour, all again. */
  @Test
  void norAnAnswerAboutATimeWhoseProfilesAreDeletedAndHoursWithoutAnything() throws SQLException {
    store.store(new RandomFleet(3, START, Duration.ofMinutes(50)).profiles(60));
    rollups.rollUp();
    CLICK_HOUSE.execute("TRUNCATE TABLE profiles");
    ProfileQueries queries = queries(0);
    Instant end = END.plus(Duration.ofHours(2));
    Selection all = new Selection(SERVICE, "alloc_space", START, end, List.of());
    List<String> expected = rows(queries.stacks(all));
    Selection last =
        new Selection(SERVICE, "alloc_space", START.plus(Duration.ofHours(2)), end, List.of());

    assertThat(rows(queries.stacks(last))).isEmpty();
    assertThat(rows(queries.stacks(all))).isNotEmpty().isEqualTo(expected);

    for (int i = 0; i < 10; i++) {
      Instant from = i % 3 == 0 ? START.minus(Duration.ofHours(i)) : time();
      Selection some = new Selection(SERVICE, "alloc_space", from, end, List.of());
      assertThat(rows(queries.stacks(some)))
          .as("%s", some)
          .isEqualTo(rows(queries(0).stacks(some)));
    }
  }

  @Test
  void theLedgerSaysOfHoursWithoutAnythingUntilWhenThereIsNothing() throws SQLException {
    QueryLimits limits = QueryLimits.ofHeap(Runtime.getRuntime().maxMemory());
    RollupLedger ledger = new RollupLedger(new Database(CLICK_HOUSE.clickHouse(), limits));
    Selection none = new Selection("none", "alloc_space", START, END, List.of());
    long from = START.toEpochMilli();
    long to = END.toEpochMilli();

    assertThat(ledger.entries(none, from, to).closed()).isZero();
    store.store(profiles.subList(0, 20));
    rollups.rollUp();

    assertThat(ledger.entries(none, from, to).closed()).isBetween(from + 1, to);
    assertThat(ledger.entries(none, from, to).hours()).isEmpty();
  }

  /** It would wait for itself. */
  @Test
  void noStatementOfAQuestionWaitsForAConnectionThatAnotherOfItsOwnHas() throws SQLException {
    store.store(profiles.subList(0, 30));
    rollups.rollUp();
    Selection all =
        new Selection(
            SERVICE,
            "alloc_space",
            START.plusSeconds(90),
            END.plus(Duration.ofHours(2)),
            List.of());
    ProfileQueries others = queries(30);
    QueryLimits limits = QueryLimits.ofHeap(Runtime.getRuntime().maxMemory());

    try (ClickHouse one = ClickHouse.at(CLICK_HOUSE.engine(), "one", 1, Duration.ofSeconds(10))) {
      ProfileQueries queries = new ClickHouseQueries(one, limits, new Retention(30));
      // By the ledger, and then by what is remembered of it.
      for (int i = 0; i < 2; i++) {
        assertThat(Trees.lines(queries.flameGraph(all, 100)))
            .isEqualTo(Trees.lines(others.flameGraph(all, 100)));
        assertThat(queries.diff(all, all, 100).changes())
            .isEqualTo(others.diff(all, all, 100).changes());
      }
    }
  }

  /** As a job that wrote a part of a newer bucket. */
  private static void beginAndDie(Instant time) throws SQLException {
    String minute = "toDateTime(" + time.getEpochSecond() + ", 'UTC')";
    CLICK_HOUSE.execute(
        "INSERT INTO rolled (tenant, service, type, seconds, bucket, state, begun)"
            + " SELECT tenant, service, type, seconds, bucket, 2 * (profiles + 1), 1"
            + " FROM rolled FINAL WHERE seconds = 60 AND bucket >= "
            + minute
            + " LIMIT 40");
    CLICK_HOUSE.execute(
        "INSERT INTO rollup_1m SELECT * REPLACE (value + 1 AS value, version + 1 AS version)"
            + " FROM rollup_1m FINAL WHERE (service, type, bucket) IN"
            + " (SELECT service, type, bucket FROM rolled FINAL WHERE whole = 0)");
  }

  private void checkSome(ProfileQueries queries, Instant end) {
    List<LabelMatcher> matchers = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      matchers.add(new LabelMatcher(Field.RELEASE, "", Operator.EQUAL, List.of("1.1")));
    }
    if (random.nextInt(3) == 0) {
      matchers.add(new LabelMatcher(Field.LABEL, "thread", Operator.NOT_MATCHES, List.of("t[12]")));
    }
    Instant from = random.nextInt(4) == 0 ? START : time();
    Instant to = random.nextInt(4) == 0 ? time() : end;
    String type = RandomFleet.TYPES.get(random.nextInt(RandomFleet.TYPES.size()));
    Selection selection =
        new Selection(
            SERVICE,
            type,
            from.isBefore(to) ? from : to,
            (from.isBefore(to) ? to : from).plusMillis(1),
            matchers);
    matchers.add(ANY_INSTANCE);
    Selection ofProfiles = new Selection(SERVICE, type, selection.from(), selection.to(), matchers);

    StackTable found = queries.stacks(selection);
    StackTable expected = queries.stacks(ofProfiles);
    assertThat(rows(found)).as("%s", selection).isEqualTo(rows(expected));
    assertThat(found.profiledNanos()).isEqualTo(expected.profiledNanos());
    Duration step = Duration.ofMinutes(List.of(1, 7, 60).get(random.nextInt(3)));
    assertThat(queries.series(selection, step)).isEqualTo(queries.series(ofProfiles, step));
  }

  private static List<String> rows(StackTable table) {
    return table.rows().stream().map(Object::toString).sorted().toList();
  }

  private Instant time() {
    return START.plusMillis(random.nextLong(Duration.between(START, END).toMillis()));
  }

  @Test
  void rollupsAnswerAloneOnceProfilesAreDeleted() throws SQLException {
    store.store(profiles);
    rollups.rollUp();
    Selection minutes =
        new Selection(
            SERVICE, "alloc_space", START.plusSeconds(600), END.minusSeconds(60), List.of());
    Selection hours = new Selection(SERVICE, "live_space", START, END, List.of());
    StackTable ofMinutes = queries(30).stacks(minutes);
    StackTable ofHours = queries(30).stacks(hours);

    CLICK_HOUSE.execute("TRUNCATE TABLE profiles");

    assertThat(rows(queries(0).stacks(minutes))).isNotEmpty().isEqualTo(rows(ofMinutes));
    assertThat(queries(0).stacks(minutes).profiledNanos()).isEqualTo(ofMinutes.profiledNanos());
    assertThat(rows(queries(0).stacks(hours))).isNotEmpty().isEqualTo(rows(ofHours));
    // The same if it is so for this service only.
    Retention own =
        new Retention(30, 30, 30, new TreeMap<>(Map.of(SERVICE, new Retention(0, 30, 30))));
    assertThat(rows(queries(own).stacks(minutes))).isEqualTo(rows(ofMinutes));
  }

  @Test
  void whereMinutesAreDeletedHoursAndProfilesAnswer() throws SQLException {
    store.store(profiles);
    rollups.rollUp();
    Selection selection =
        new Selection(
            SERVICE, "alloc_space", START.plusSeconds(600), END.minusSeconds(60), List.of());
    StackTable expected = queries(30).stacks(selection);
    Duration step = Duration.ofMinutes(5);
    Series series = queries(30).series(selection, step);

    CLICK_HOUSE.execute("TRUNCATE TABLE rollup_1m");

    assertThat(rows(queries(new Retention(30, 0, 30)).stacks(selection)))
        .isNotEmpty()
        .isEqualTo(rows(expected));
    // Windows of minutes are kept for as long as profiles: what these have is not asked for.
    CLICK_HOUSE.execute(
        "ALTER TABLE profiles UPDATE value = [] WHERE 1 SETTINGS mutations_sync = 2");
    assertThat(queries(new Retention(30, 0, 30)).series(selection, step)).isEqualTo(series);
  }

  @Test
  void theCoarsestTableAnswers() throws SQLException {
    store.store(profiles);
    rollups.rollUp();
    // Shows where an answer came from.
    CLICK_HOUSE.execute(
        "ALTER TABLE rollup_1h UPDATE value = 1 WHERE 1 SETTINGS mutations_sync = 2");
    CLICK_HOUSE.execute(
        "ALTER TABLE rollup_1m UPDATE value = 2 WHERE 1 SETTINGS mutations_sync = 2");
    Duration hour = Duration.ofHours(1);

    assertThat(values(START, START.plus(hour))).containsOnly(1L);
    assertThat(values(START.plusSeconds(60), START.plus(hour))).allMatch(value -> value % 2 == 0);
    assertThat(values(START.plusMillis(1), START.plusSeconds(59))).allMatch(value -> value > 1000);
  }

  private static List<Long> values(Instant from, Instant to) {
    Selection selection =
        new Selection(
            SERVICE,
            "alloc_space",
            from,
            to,
            List.of(
                new LabelMatcher(Field.RELEASE, "", Operator.EQUAL, List.of("1.1")),
                new LabelMatcher(Field.ENVIRONMENT, "", Operator.EQUAL, List.of("live")),
                new LabelMatcher(Field.LABEL, "thread", Operator.EQUAL, List.of("t1"))));
    return queries(30).stacks(selection).rows().stream().map(StackTable.Row::value).toList();
  }

  private static ProfileQueries queries(int profileDays) {
    return queries(new Retention(profileDays, 30, 30));
  }

  private static ProfileQueries queries(Retention retention) {
    return queries(new Kept(retention));
  }

  private static ProfileQueries queries(Kept kept) {
    return new ClickHouseQueries(
        CLICK_HOUSE.clickHouse(), QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()), kept);
  }
}

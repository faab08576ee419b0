package dev.cresset.collector.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.Overflow;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.TestClickHouse;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RollupTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final Instant HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);

  private final ProfileStore store = new ProfileStore(CLICK_HOUSE.clickHouse());
  private final ProfileStore another = new ProfileStore(CLICK_HOUSE.clickHouse());
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final Rollups rollups = new Rollups(CLICK_HOUSE.clickHouse(), new RollupMetrics(metrics));

  @BeforeEach
  void empty() throws SQLException {
    for (String table : RollupSql.TABLES) {
      CLICK_HOUSE.execute("TRUNCATE TABLE " + table);
    }
  }

  @Test
  void totalsAreEqualInAllTablesHoweverProfilesArrive() throws Exception {
    Random random = new Random(42);
    List<NewProfile> all =
        new RandomFleet(42, HOUR.minusSeconds(3 * 3600), Duration.ofMinutes(70)).profiles(120);
    List<NewProfile> deliveries = new ArrayList<>(all);
    deliveries.addAll(all.subList(0, 30));
    Collections.shuffle(deliveries, random);

    for (int i = 0; i < deliveries.size(); i += 50) {
      (random.nextBoolean() ? store : another).store(deliveries.subList(i, i + 50));
      if (random.nextBoolean()) {
        rollups.rollUp();
      }
    }
    rollups.rollUp();

    RollupSql.assertEqualInAllTables(CLICK_HOUSE, all);
  }

  /** As of a server that does not know of another's limits, or was started anew. */
  @Test
  void aProfileThatComesAgainWithStackTracesAsOtherIsCountedOnce() throws Exception {
    List<NewProfile> all =
        new RandomFleet(46, HOUR.minusSeconds(2 * 3600), Duration.ofMinutes(3)).profiles(80);
    store.store(all.subList(0, 40));
    rollups.rollUp();
    List<NewProfile> now = new ArrayList<>(all);
    now.replaceAll(profile -> all.indexOf(profile) < 20 ? folded(profile) : profile);

    another.store(now.subList(0, 20));
    another.store(now.subList(40, 80));
    rollups.rollUp();

    RollupSql.assertEqualInAllTables(CLICK_HOUSE, now);
  }

  private static NewProfile folded(NewProfile profile) {
    Set<Long> half =
        Arrays.stream(profile.content().stackIds())
            .filter(stack -> stack % 2 == 0)
            .boxed()
            .collect(Collectors.toSet());
    return new NewProfile(
        profile.id(),
        profile.service(),
        profile.release(),
        profile.environment(),
        profile.instance(),
        profile.attributes(),
        profile.family(),
        Overflow.fold(profile.content(), half, Map.of()));
  }

  /** Some hours had minutes when they were rolled up first, and have none now. */
  @Test
  void hoursWhoseMinutesAreDeletedAreRolledUpFromProfiles() throws Exception {
    List<NewProfile> all =
        new RandomFleet(48, HOUR.minusSeconds(4 * 3600), Duration.ofMinutes(200)).profiles(120);
    store.store(all.subList(0, 60));
    rollups.rollUp();
    store.store(all.subList(60, 90));
    CLICK_HOUSE.execute("TRUNCATE TABLE rollup_1m");
    Kept kept = new Kept(new Retention(30));
    kept.minutesAreThereSince(HOUR);
    Rollups later = new Rollups(CLICK_HOUSE.clickHouse(), kept);
    later.rollUp();
    RollupSql.assertEqualInHours(CLICK_HOUSE, all.subList(0, 90));

    List<NewProfile> now = new ArrayList<>(all);
    now.replaceAll(profile -> all.indexOf(profile) < 40 ? folded(profile) : profile);
    another.store(now.subList(0, 40));
    another.store(now.subList(90, 120));
    later.rollUpAll();

    RollupSql.assertEqualInHours(CLICK_HOUSE, now);
    assertThat(CLICK_HOUSE.column("SELECT stack FROM rollup_1m")).isEmpty();
  }

  @Test
  void anHourIsRolledUpWhoseMinutesAreThoseOfAServerThatThenDied() throws Exception {
    List<NewProfile> all =
        new RandomFleet(50, HOUR.minusSeconds(3 * 3600), Duration.ofMinutes(3)).profiles(60);
    store.store(all.subList(0, 30));
    rollups.rollUp();
    store.store(all.subList(30, 60));
    // Nothing can be rolled up for as long as the mark passes by what arrived.
    CLICK_HOUSE.execute("RENAME TABLE rollup_1m TO away");
    try {
      rollups.rollUp();
      rollups.rollUpAll();
    } finally {
      CLICK_HOUSE.execute("RENAME TABLE away TO rollup_1m");
    }
    rollUpMinutesAndDie();

    rollups.rollUpAll();

    RollupSql.assertEqualInAllTables(CLICK_HOUSE, all);
  }

  private static void rollUpMinutesAndDie() throws SQLException {
    RollupDatabase database = new RollupDatabase(CLICK_HOUSE.clickHouse());
    Ledger ledger = new Ledger(database, ProfileStore.TENANT);
    RollupTables tables = new RollupTables(database, ProfileStore.TENANT);
    Map<Bucket, Long> unfinished = new HashMap<>();
    ledger
        .entries(Bucket.MINUTE, HOUR.minusSeconds(4 * 3600), HOUR)
        .forEach((minute, entry) -> {
          if (!entry.whole()) {
            unfinished.put(minute, entry.profiles());
          }
        });
    assertThat(unfinished).isNotEmpty();
    new RollupWriter(ledger, tables, new RollupMetrics(new PrometheusRegistry()))
        .write(Bucket.MINUTE, unfinished, tables::writeMinutesAgain);
  }

  @Test
  void whatCannotBeRolledUpShowsAsLag() throws Exception {
    RollupMetrics ofJob = new RollupMetrics(new PrometheusRegistry());
    Rollups job = new Rollups(CLICK_HOUSE.clickHouse(), ofJob);
    ofJob.passed(Optional.of(Instant.now().minusSeconds(3600)), 0);
    store.store(new RandomFleet(51, HOUR.minusSeconds(3600), Duration.ofMinutes(2)).profiles(10));
    CLICK_HOUSE.execute("RENAME TABLE rollup_1m TO away");
    try {
      job.rollUp();
      assertThat(ofJob.lag()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    } finally {
      CLICK_HOUSE.execute("RENAME TABLE away TO rollup_1m");
    }

    job.rollUpAll();

    assertThat(ofJob.lag()).isLessThan(Duration.ofHours(1));
  }

  @Test
  void anHourThatAnotherServerAddsToMeanwhileIsNoLag() throws Exception {
    RollupMetrics ofJob = new RollupMetrics(new PrometheusRegistry());
    Rollups job = new Rollups(CLICK_HOUSE.clickHouse(), ofJob);
    ofJob.passed(Optional.of(Instant.now().minusSeconds(3600)), 0);
    store.store(new RandomFleet(52, HOUR.minusSeconds(3600), Duration.ofMinutes(2)).profiles(10));
    // It begins a minute of each hour that is being written.
    CLICK_HOUSE.execute(
        """
        CREATE MATERIALIZED VIEW meanwhile TO rolled AS
        SELECT tenant, service, type, 60 AS seconds, bucket, 1000 AS state, 1 AS begun
        FROM rollup_1h\
        """);
    try {
      job.rollUp();
    } finally {
      CLICK_HOUSE.execute("DROP VIEW meanwhile");
    }

    assertThat(
            CLICK_HOUSE.column(
                "SELECT toString(max(state) % 2) AS whole FROM rolled WHERE seconds = 3600"
                    + " GROUP BY service, type, bucket"))
        .contains("0");
    assertThat(ofJob.lag()).isLessThan(Duration.ofHours(1));
  }

  @Test
  void anyNumberOfServersRollUpWhatArrivesMeanwhile() throws Exception {
    List<NewProfile> all =
        new RandomFleet(43, HOUR.minusSeconds(2 * 3600), Duration.ofMinutes(30)).profiles(160);
    try (ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < all.size(); i += 40) {
        List<NewProfile> batch = all.subList(i, i + 40);
        done.add(servers.submit(stored(batch, i % 80 == 0 ? store : another)));
        done.add(servers.submit(rolledUp()));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    // What was being written when all others had looked.
    rollups.rollUpAll();
    rollups.rollUpAll();

    RollupSql.assertEqualInAllTables(CLICK_HOUSE, all);
  }

  @Test
  void theJobRollsUpWhatArrivesEvenLateAndCountsIt() throws Exception {
    List<NewProfile> all =
        new RandomFleet(45, HOUR.minusSeconds(2 * 3600), Duration.ofMinutes(5)).profiles(40);
    RollupTiming often = new RollupTiming(Duration.ZERO, Duration.ZERO, Duration.ofMillis(50));
    PrometheusRegistry registry = new PrometheusRegistry();
    RollupJob job =
        RollupJob.start(CLICK_HOUSE.clickHouse(), often, new Kept(new Retention(30)), registry);
    try {
      store.store(all.subList(0, 30));
      awaitProfilesInHours(30);
      store.store(all.subList(30, 40));
      awaitProfilesInHours(40);
    } finally {
      job.close();
    }

    RollupSql.assertEqualInAllTables(CLICK_HOUSE, all);
    assertThat(counted(registry, "cresset_rollup_late_profiles"))
        .isEqualTo(10.0 * RandomFleet.TYPES.size());
    assertThat(counted(registry, "cresset_rollup_buckets")).isPositive();
    assertThat(counted(registry, "cresset_rollup_failures")).isZero();
  }

  private static void awaitProfilesInHours(int profiles) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    String rolledUp = "SELECT sum(profiles) FROM rolled FINAL WHERE seconds = 3600 AND whole";
    String expected = Integer.toString(profiles * RandomFleet.TYPES.size());
    while (!CLICK_HOUSE.column(rolledUp).equals(List.of(expected))) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static double counted(PrometheusRegistry registry, String name) {
    return registry.scrape(name::equals).stream()
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private Callable<Void> rolledUp() {
    return () -> {
      rollups.rollUp();
      return null;
    };
  }

  private static Callable<Void> stored(List<NewProfile> profiles, ProfileStore store) {
    return () -> {
      store.store(profiles);
      return null;
    };
  }
}

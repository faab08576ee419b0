package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.ingest.Origin;
import dev.cresset.collector.ingest.RejectedProfileException;
import dev.cresset.collector.ingest.StoringIngest;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.rollup.Rollups;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskPressureTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant NOW = Instant.now();
  private static final Instant TODAY = NOW.truncatedTo(ChronoUnit.DAYS);

  private PrometheusRegistry metrics;

  @BeforeEach
  void storeThreeDays() throws Exception {
    for (String table : List.of("profiles", "profiles_from", "rolled_until")) {
      STORE.clickHouse().execute("TRUNCATE TABLE " + table);
    }
    for (int day = 0; day < 3; day++) {
      Instant start = NOW.minus(Duration.ofDays(day));
      STORE.store(
          "shop", "1", "day-" + day, PprofBuilder.cpu(start).sample(List.of("f"), List.of(1L, 1L)));
    }
  }

  @Test
  void withRoomEnoughNothingIsDropped() throws Exception {
    check(1);

    assertThat(instances()).containsExactly("day-0", "day-1", "day-2");
    assertThat(dropped()).isZero();
  }

  @Test
  void onAFullDiskTheOldestDaysAreGivenUpThenDroppedAndTheNewestStays() throws Exception {
    new Rollups(STORE.clickHouse().clickHouse()).rollUpAll();
    metrics = new PrometheusRegistry();
    Kept kept = new Kept(new Retention(30));
    try (DiskPressure pressure = pressure(kept, Long.MAX_VALUE, Duration.ofHours(1), metrics)) {
      pressure.check();
    }
    assertThat(instances()).containsExactly("day-0", "day-1", "day-2");
    assertThat(kept.deletedUntil()).isEqualTo(TODAY);
    assertThat(dropped()).isEqualTo(2);

    // As of another server, after a while.
    Kept ofAnother = new Kept(new Retention(30));
    try (DiskPressure another = pressure(ofAnother, 1, Duration.ZERO, new PrometheusRegistry())) {
      another.check();
    }
    assertThat(instances()).containsExactly("day-0");
    assertThat(ofAnother.deletedUntil()).isEqualTo(TODAY);
  }

  @Test
  void aDayIsNotGivenUpBeforeAllOfItIsRolledUp() throws Exception {
    check(Long.MAX_VALUE);
    assertThat(dropped()).isZero();

    Instant closed = TODAY.minusSeconds(60);
    STORE
        .clickHouse()
        .execute(
            "INSERT INTO rolled_until (tenant, received, closed) VALUES ('default', %d, %1$d)"
                .formatted(closed.getEpochSecond()));
    check(Long.MAX_VALUE);
    assertThat(dropped()).isOne();
    check(1);

    assertThat(instances()).containsExactly("day-0", "day-1");
  }

  @Test
  void aDayOfWhichSomethingCannotBeRolledUpIsNotGivenUp() throws Exception {
    new Rollups(STORE.clickHouse().clickHouse()).rollUpAll();
    STORE
        .clickHouse()
        .execute(
            "INSERT INTO rolled (tenant, service, type, seconds, bucket, state, begun)"
                + " SELECT 'default', 'another', 'cpu', 60, %d, 2, 1"
                    .formatted(TODAY.getEpochSecond() - 60));
    try {
      check(Long.MAX_VALUE);
      assertThat(dropped()).isOne();
      check(1);
      assertThat(instances()).containsExactly("day-0", "day-1");
    } finally {
      STORE.clickHouse().execute("TRUNCATE TABLE rolled");
    }
  }

  @Test
  void whatIsFromADayThatIsGivenUpIsRefusedWithTheReason() throws Exception {
    Kept kept = new Kept(new Retention(30));
    kept.deleteUntil(TODAY);
    try (StoringIngest ingest = STORE.ingest(Map.of(), kept)) {
      assertThatThrownBy(() -> push(ingest, TODAY.minusMillis(1)))
          .isInstanceOf(RejectedProfileException.class)
          .hasMessageContaining("were deleted")
          .satisfies(refusal ->
              assertThat(((RejectedProfileException) refusal).limit())
                  .isEqualTo("storage.min-free"));
      push(ingest, TODAY);
    }
  }

  private static void push(StoringIngest ingest, Instant start) throws Exception {
    PprofBuilder pprof = PprofBuilder.cpu(start).sample(List.of("f"), List.of(1L, 1L));
    Origin origin = SeededStore.origin("late", "1", "day-0");
    ingest.store(new IncomingProfile("late", origin, "cpu", pprof.bytes()));
  }

  private void check(long minFree) throws Exception {
    metrics = new PrometheusRegistry();
    try (DiskPressure pressure =
        pressure(new Kept(new Retention(30)), minFree, Duration.ZERO, metrics)) {
      pressure.check();
    }
  }

  private static DiskPressure pressure(
      Kept kept, long minFree, Duration notice, PrometheusRegistry registry) {
    return new DiskPressure(STORE.clickHouse().clickHouse(), kept, minFree, notice, registry);
  }

  private static List<String> instances() throws Exception {
    return STORE.clickHouse().column("SELECT DISTINCT instance FROM profiles ORDER BY instance");
  }

  private double dropped() {
    CounterSnapshot counter = (CounterSnapshot) metrics.scrape().stream().findFirst().orElseThrow();
    return counter.getDataPoints().get(0).getValue();
  }
}

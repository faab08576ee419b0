package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskPressureTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant NOW = Instant.now();

  private final PrometheusRegistry metrics = new PrometheusRegistry();

  @BeforeEach
  void storeThreeDays() throws Exception {
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
  void onAFullDiskTheOldestDaysAreDroppedAndTheNewestStays() throws Exception {
    check(Long.MAX_VALUE);

    assertThat(instances()).containsExactly("day-0");
    assertThat(dropped()).isEqualTo(2);
  }

  private void check(long minFree) throws Exception {
    try (DiskPressure pressure =
        new DiskPressure(STORE.clickHouse().clickHouse(), minFree, metrics)) {
      pressure.check();
    }
  }

  private static List<String> instances() throws Exception {
    return STORE.clickHouse().column("SELECT DISTINCT instance FROM profiles ORDER BY instance");
  }

  private double dropped() {
    CounterSnapshot counter = (CounterSnapshot) metrics.scrape().stream().findFirst().orElseThrow();
    return counter.getDataPoints().get(0).getValue();
  }
}

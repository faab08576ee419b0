package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.SeededStore.Upload;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.Growth.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GrowthTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private static final int WINDOWS = 60;
  private static final long LEAK = 100_000;
  private static final long CACHE = 50_000_000;

  /** Instance a leaks all the time; b is started anew after half of it; c is short-lived. */
  @BeforeAll
  static void seed() throws Exception {
    List<Upload> uploads = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      uploads.add(live("shop", "a", window, LEAK * window, CACHE + 10_000_000 * (window % 20 / 2)));
      uploads.add(live("shop", "b", window, LEAK * (window % 30), CACHE));
      if (window < 3) {
        uploads.add(live("young", "c", window, LEAK * window, CACHE - 1000 * window));
      }
    }
    STORE.storeAll(uploads);
  }

  private static Upload live(
      String service, String instance, int window, long leaked, long cached) {
    boolean restarted = instance.equals("b") && window % 30 == 0;
    PprofBuilder pprof =
        new PprofBuilder(
            START.plusSeconds(10L * window),
            "samples",
            "count",
            "live_objects",
            "count",
            "live_space",
            "bytes");
    if (leaked > 0) {
      List<String> stack = List.of("java.util.HashMap.newNode", "com.shop.Orders.keep", "Main.run");
      pprof.sample(stack, List.of(1L, leaked / 100, leaked), "class", "Node");
    }
    List<String> caching = List.of("com.shop.Cache.load", "Main.run");
    long inCache = restarted ? 1000 : cached;
    pprof.sample(caching, List.of(1L, inCache / 1000, inCache));
    // Seen at the end of a session that was longer than the one before, and shorter than the next.
    long seen = service.equals("young") || window % 20 >= 18 ? 0 : 1_000_000_000L * window;
    pprof.sample(
        List.of("java.util.BitSet.<init>", "Main.run"), List.of(1L, 1L, seen), "followed", "no");
    return new Upload("live", service, "1", instance, pprof);
  }

  @Test
  void aLeakIsFirstAndASawtoothOfManyTimesItsSizeIsSteady() {
    List<Growth.Row> rows = STORE.queries().growth(of("shop", "live_space"), false).rows();

    assertThat(rows.getFirst().verdict()).isEqualTo(Verdict.GROWING);
    assertThat(rows.getFirst().allocator()).isEqualTo("java.util.HashMap.newNode");
    assertThat(rows.getFirst().function()).isEqualTo("com.shop.Orders.keep");
    assertThat(rows.getFirst().pValue()).isLessThan(1e-6);
    assertThat(rows.getFirst().instances()).isEqualTo(2);
    assertThat(rows.getFirst().stack())
        .containsExactly("java.util.HashMap.newNode", "com.shop.Orders.keep", "Main.run");
    assertThat(rows).extracting(Growth.Row::verdict).containsOnlyOnce(Verdict.GROWING);
  }

  @Test
  void slopesOfInstancesAddUpAndARestartDoesNotCount() {
    Growth.Row leak = STORE.queries().growth(of("shop", "live_space"), false).rows().getFirst();

    // 360 windows an hour, two instances; a part of b's time is lost to the restart.
    assertThat(leak.perHour() / (2 * 360 * LEAK)).isCloseTo(1, within(0.1));
    assertThat(leak.inUse()).isBetween(LEAK * (57 + 27), LEAK * (59 + 29));
  }

  @Test
  void afterThreeWindowsTheLeakIsTheTopGrowerThoughNotYetForSure() {
    List<Growth.Row> rows = STORE.queries().growth(of("young", "live_space"), false).rows();

    assertThat(rows.getFirst().function()).isEqualTo("com.shop.Orders.keep");
    assertThat(rows.getFirst().verdict()).isEqualTo(Verdict.UNSURE);
    assertThat(rows.get(1).verdict()).isEqualTo(Verdict.STEADY);
  }

  @Test
  void aRowForEachStackTraceWhereThatIsAskedFor() {
    assertThat(STORE.queries().growth(of("shop", "live_objects"), true).rows()).hasSize(2);
  }

  @Test
  void whatIsNotFollowedNeitherGrowsNorMakesAProcessSeemToBeginAnew() {
    assertThat(STORE.queries().growth(of("shop", "live_space"), false).rows())
        .extracting(Growth.Row::allocator)
        .containsExactlyInAnyOrder("java.util.HashMap.newNode", "com.shop.Cache.load");
  }

  @Test
  void windowsInWhichNothingWasFollowedDoNotCount() throws Exception {
    List<Upload> uploads = new ArrayList<>();
    for (int window = 0; window < 4; window++) {
      PprofBuilder pprof =
          new PprofBuilder(
              START.plusSeconds(10L * window), "samples", "count", "live_space", "bytes");
      pprof.sample(List.of("g"), List.of(1L, 100L), "followed", "no");
      if (window == 3) {
        pprof.sample(List.of("f"), List.of(1L, 100L));
      }
      uploads.add(new Upload("live", "late", "1", "a", pprof));
    }
    STORE.storeAll(uploads);

    assertThat(STORE.queries().growth(of("late", "live_space"), false).windows()).isEqualTo(1);
  }

  @Test
  void whatIsGivenBackAllAtOnceDoesNotOnlyGrow() throws Exception {
    List<Upload> uploads = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      PprofBuilder pprof =
          new PprofBuilder(
              START.plusSeconds(10L * window), "samples", "count", "live_space", "bytes");
      pprof.sample(List.of("g"), List.of(1L, 100L), "followed", "no");
      if (window < 40) {
        pprof.sample(List.of("f"), List.of(1L, LEAK * (window + 1)));
      }
      uploads.add(new Upload("live", "emptied", "1", "a", pprof));
    }
    STORE.storeAll(uploads);
    Growth growth = STORE.queries().growth(of("emptied", "live_space"), false);

    assertThat(growth.windows()).isEqualTo(WINDOWS);
    assertThat(growth.rows()).hasSize(1);
    assertThat(growth.rows().getFirst().verdict()).isEqualTo(Verdict.STEADY);
    assertThat(growth.rows().getFirst().inUse()).isZero();
  }

  @Test
  void whatIsNoLevelCannotGrow() throws Exception {
    STORE.store("shop", "1", "a", PprofBuilder.cpu(START).sample(List.of("f"), List.of(1L, 1L)));

    assertThatThrownBy(() -> STORE.queries().growth(of("shop", "cpu"), false))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("live_space");
  }

  @Test
  void levelsAreAveragedOverTimeAndNotAddedUp() {
    Selection young = of("young", "live_space");
    long average = (CACHE + LEAK) + (CACHE - 1000) - CACHE;

    assertThat(STORE.queries().top(young).total()).isCloseTo(average, within(1L));
    assertThat(STORE.queries().series(young, Duration.ofHours(1)).lines().getFirst().points())
        .hasSize(1)
        .allMatch(point -> Math.abs(point.value() - average) <= 1);
  }

  private static Selection of(String service, String type) {
    return new Selection(
        service,
        type,
        START,
        START.plusSeconds(3600),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }
}

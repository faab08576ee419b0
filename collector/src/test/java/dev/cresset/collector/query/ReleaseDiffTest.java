package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.SeededStore.Upload;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.ReleaseDiff.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two releases of a shop through the real store: 1.1 prices twice as slowly, and logs no more. */
class ReleaseDiffTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private static final long SAMPLE = 10_000_000;
  private static final int WINDOWS = 24;

  private static ReleaseDiff diff;

  @BeforeAll
  static void seedAndCompare() throws Exception {
    Random random = new Random(5);
    List<Upload> uploads = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      for (String instance : List.of("a", "b")) {
        uploads.add(new Upload("shop", "1.0", instance, window(random, window, 150, 60)));
        uploads.add(new Upload("shop", "1.1", instance, window(random, window, 300, 0)));
      }
    }
    STORE.storeAll(uploads);
    diff = STORE.queries().diff(release("1.0"), release("1.1"), 1000);
  }

  private static PprofBuilder window(Random random, int window, int pricing, int logging) {
    PprofBuilder pprof = PprofBuilder.cpu(START.plusSeconds(10L * window));
    for (int i = 0; i < 10; i++) {
      add(pprof, random, 60, "helper" + i, "Shop.list", "Shop.serve");
    }
    add(pprof, random, pricing, "Price.compute", "Cart.total", "Shop.checkout", "Shop.serve");
    add(pprof, random, logging, "Log.format", "Log.info", "Shop.checkout", "Shop.serve");
    return pprof;
  }

  private static void add(PprofBuilder pprof, Random random, int mean, String... stack) {
    long samples = Math.round(mean + Math.sqrt(mean) * random.nextGaussian());
    if (samples > 0) {
      pprof.sample(List.of(stack), List.of(samples, samples * SAMPLE));
    }
  }

  @Test
  void theCauseStandsAboveItsCallers() {
    assertThat(diff.changes()).extracting(FunctionChange::function).startsWith("Price.compute");
    assertThat(change("Price.compute").verdict()).isEqualTo(Verdict.GROWN);
    assertThat(change("Price.compute").ownChange()).isCloseTo(150 / 810.0, within(0.03));
    assertThat(change("Cart.total").verdict()).isEqualTo(Verdict.GROWN);
    assertThat(change("Cart.total").ownChange()).isCloseTo(0, within(0.01));
  }

  @Test
  void whatIsGoneIsRemovedAndTheOutermostOfItIsTheCause() {
    assertThat(change("Log.format").verdict()).isEqualTo(Verdict.REMOVED);
    assertThat(change("Log.info").verdict()).isEqualTo(Verdict.REMOVED);
    assertThat(diff.changes().get(1).function()).isEqualTo("Log.info");
    assertThat(change("Log.info").ownChange()).isCloseTo(-60 / 810.0, within(0.02));
  }

  @Test
  void whatStayedTheSameIsNotCalledShrunk() {
    for (int i = 0; i < 10; i++) {
      assertThat(change("helper" + i).verdict()).isIn(Verdict.UNCHANGED, Verdict.DISPLACED);
    }
    assertThat(change("Shop.list").verdict()).isEqualTo(Verdict.DISPLACED);
  }

  @Test
  void theNewReleaseTakesMoreForTheSameWork() {
    assertThat(diff.cost().ratio()).isCloseTo(900.0 / 810, within(0.03));
    assertThat(diff.cost().low()).isLessThan(900.0 / 810);
    assertThat(diff.cost().high()).isGreaterThan(900.0 / 810);
  }

  @Test
  void theIntervalHasTheTruthInIt() {
    FunctionChange pricing = change("Price.compute");
    double truth = 300.0 / 900 - 150.0 / 810;

    assertThat(pricing.change()).isCloseTo(truth, within(0.02));
    assertThat(pricing.low()).isLessThan(truth);
    assertThat(pricing.high()).isGreaterThan(truth);
    assertThat(pricing.qValue()).isLessThan(0.001);
  }

  @Test
  void aSideComparedWithItselfHasNoChange() {
    ReleaseDiff same = STORE.queries().diff(release("1.0"), release("1.0"), 1000);

    assertThat(same.changes())
        .allSatisfy(c -> assertThat(c.verdict()).isEqualTo(Verdict.UNCHANGED))
        .allSatisfy(c -> assertThat(c.ownChange()).isZero());
    assertThat(same.cost().ratio()).isEqualTo(1);
  }

  @Test
  void ofManyWindowsSomeAreComparedAndItIsSaidHowMany() {
    QueryLimits few =
        new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 1000, 10_000, 1000, 2 * 12);

    ReleaseDiff some = STORE.queries(few).diff(release("1.0"), release("1.1"), 1000);

    assertThat(some.base().allProfiledNanos())
        .isEqualTo(2 * WINDOWS * Duration.ofSeconds(10).toNanos());
    assertThat(some.base().profiles()).isBetween(12L, 2L * WINDOWS - 12);
    assertThat(some.base().profiledNanos())
        .isEqualTo(some.base().profiles() * Duration.ofSeconds(10).toNanos());
    assertThat(some.tree().baseTotal()[0]).isEqualTo(some.base().total());
    assertThat(some.changes().getFirst().function()).isEqualTo("Price.compute");
    assertThat(some.changes().getFirst().verdict()).isEqualTo(Verdict.GROWN);
    assertThat(diff.base().profiledNanos()).isEqualTo(diff.base().allProfiledNanos());
  }

  private static FunctionChange change(String function) {
    return diff.changes().stream()
        .filter(c -> c.function().equals(function))
        .findFirst()
        .orElseThrow();
  }

  private static Selection release(String release) {
    return new Selection(
        "shop",
        "cpu",
        START,
        START.plusSeconds(3600),
        Optional.of(release),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }
}

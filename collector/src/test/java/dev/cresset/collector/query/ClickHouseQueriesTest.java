package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickHouseQueriesTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private static final Instant SECOND = START.plusSeconds(10);
  private static final Instant THIRD = START.plusSeconds(60);
  private static final long MS = 1_000_000;

  private static final Selection ALL =
      new Selection(
          "shop",
          "cpu",
          START,
          START.plusSeconds(3600),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  @BeforeAll
  static void seed() throws Exception {
    STORE.store(
        "shop",
        "1.0",
        "a",
        PprofBuilder.cpu(START)
            .sample(List.of("Cart.total", "Shop.serve"), List.of(3L, 30 * MS), "thread", "http")
            .sample(List.of("Shop.serve"), List.of(1L, 10 * MS), "thread", "http")
            .sample(List.of("Cart.total", "Shop.serve"), List.of(2L, 20 * MS), "thread", "batch"));
    STORE.store(
        "shop",
        "1.0",
        "b",
        PprofBuilder.cpu(SECOND)
            .sample(List.of("f", "g", "f", "Shop.serve"), List.of(4L, 40 * MS), "it's", "a \\ '?'")
            .sample(List.of(), List.of(1L, 5 * MS)));
    STORE.store(
        "shop",
        "1.1",
        "a",
        PprofBuilder.cpu(THIRD).sample(List.of("Cart.total", "Shop.serve"), List.of(1L, 7 * MS)));
    STORE.store("other", "9", "x", PprofBuilder.cpu(START).sample(List.of("x"), List.of(1L, MS)));
  }

  @Test
  void aFlameGraphMergesStackTracesFromTheRootDown() {
    FlameTree tree = STORE.queries().flameGraph(ALL, 1000);

    assertThat(Trees.lines(tree))
        .containsExactly(
            "all self 0 total 112000000 samples 12",
            ". Shop.serve self 10000000 total 107000000 samples 11",
            ". . Cart.total self 57000000 total 57000000 samples 6",
            ". . f self 0 total 40000000 samples 4",
            ". . . g self 0 total 40000000 samples 4",
            ". . . . f self 40000000 total 40000000 samples 4",
            ". [no frames] self 5000000 total 5000000 samples 1");
    assertThat(tree.unit()).isEqualTo("nanoseconds");
    assertThat(tree.truncatedNodes()).isZero();
  }
}

package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.ClickHouseEndpoint;
import dev.cresset.collector.store.Retention;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
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

  private static final Selection ALL = shop(Map.of());

  private static Selection shop(Map<String, String> labels) {
    return new Selection(
        "shop",
        "cpu",
        START,
        START.plusSeconds(3600),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        labels);
  }

  @BeforeAll
  static void seed() throws Exception {
    PprofBuilder first =
        PprofBuilder.cpu(START)
            .sample(List.of("Cart.total", "Shop.serve"), List.of(3L, 30 * MS), "thread", "http")
            .sample(List.of("Shop.serve"), List.of(1L, 10 * MS), "thread", "http")
            .sample(List.of("Cart.total", "Shop.serve"), List.of(2L, 20 * MS), "thread", "batch");
    STORE.store("first", "cpu", SeededStore.origin("shop", "1.0", "a"), first);
    STORE.store("first", "cpu", SeededStore.origin("shop", "1.0", "a"), first);
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
    STORE.store(
        "allocations",
        "alloc",
        SeededStore.origin("shop", "1.1", "a"),
        new PprofBuilder(
                THIRD, "samples", "count", "alloc_objects", "count", "alloc_space", "bytes")
            .sample(List.of("byte[]", "Shop.serve"), List.of(2L, 9L, 900L), "thread", "http"));
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

  @Test
  void theTopTableCountsRecursionOnce() {
    TopTable top = STORE.queries().top(ALL);

    assertThat(top.total()).isEqualTo(112 * MS);
    assertThat(top.rows())
        .containsExactly(
            new TopTable.Row("Cart.total", FrameKind.JAVA, 57 * MS, 57 * MS, 6),
            new TopTable.Row("f", FrameKind.JAVA, 40 * MS, 40 * MS, 4),
            new TopTable.Row("Shop.serve", FrameKind.JAVA, 10 * MS, 107 * MS, 11),
            new TopTable.Row("[no frames]", FrameKind.NATIVE, 5 * MS, 5 * MS, 1),
            new TopTable.Row("g", FrameKind.JAVA, 0, 40 * MS, 4));
  }

  @Test
  void aRangeHasItsBeginningAndNotItsEnd() {
    assertThat(total(between(START, SECOND))).isEqualTo(60 * MS);
    assertThat(total(between(START, SECOND.plusNanos(1)))).isEqualTo(105 * MS);
    assertThat(total(between(START.plusNanos(1), THIRD))).isEqualTo(45 * MS);
    assertThat(total(between(Instant.MIN, Instant.MAX))).isEqualTo(112 * MS);
  }

  @Test
  void releaseInstanceAndEnvironmentNarrowASelection() {
    assertThat(total(withRelease("1.1"))).isEqualTo(7 * MS);
    assertThat(total(withInstance("b"))).isEqualTo(45 * MS);
    assertThat(
            total(
                new Selection(
                    "shop",
                    "cpu",
                    START,
                    THIRD,
                    Optional.of("1.0"),
                    Optional.of("test"),
                    Optional.of("a"),
                    Map.of())))
        .isEqualTo(60 * MS);
  }

  @Test
  void labelsNarrowASelectionWhateverIsInThem() {
    assertThat(total(shop(Map.of("thread", "http")))).isEqualTo(40 * MS);
    assertThat(total(shop(Map.of("it's", "a \\ '?'")))).isEqualTo(40 * MS);
    assertThat(total(shop(Map.of("thread", "http", "it's", "a \\ '?'")))).isZero();
    assertThat(total(shop(Map.of("thread", "x' OR 1=1 --")))).isZero();
    assertThat(total(shop(Map.of("absent", "")))).isEqualTo(112 * MS);
    assertThat(total(shop(Map.of("thread", "")))).isEqualTo(52 * MS);
  }

  @Test
  void aSeriesHasALineForEachRelease() {
    Series series = STORE.queries().series(ALL, Duration.ofSeconds(30));

    assertThat(series.lines())
        .containsExactly(
            new Series.Line("1.0", List.of(new Series.Point(START, 105 * MS, 11, 2))),
            new Series.Line("1.1", List.of(new Series.Point(THIRD, 7 * MS, 1, 1))));
    assertThat(
            STORE.queries().series(shop(Map.of("thread", "http")), Duration.ofSeconds(30)).lines())
        .containsExactly(new Series.Line("1.0", List.of(new Series.Point(START, 40 * MS, 4, 2))));
  }

  @Test
  void servicesComeWithWhatIsKnownOfThem() {
    List<ServiceSummary> services = STORE.queries().services();

    assertThat(services).extracting(ServiceSummary::service).containsExactly("other", "shop");
    assertThat(services.get(1))
        .isEqualTo(
            new ServiceSummary(
                "shop",
                List.of(
                    new ServiceSummary.Release("1.1", THIRD, THIRD),
                    new ServiceSummary.Release("1.0", START, SECOND)),
                List.of(
                    new ServiceSummary.Type("cpu", "nanoseconds"),
                    new ServiceSummary.Type("alloc_space", "bytes"),
                    new ServiceSummary.Type("alloc_objects", "count")),
                List.of("test"),
                List.of("a", "b"),
                START,
                THIRD));
  }

  @Test
  void servicesAreListedHoweverManyInstancesTheyHave() {
    QueryLimits rows = new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 100, 1000, 5);

    assertThat(STORE.queries(rows).services()).isEqualTo(STORE.queries().services());
  }

  @Test
  void labelsAreCountedOnceThoughAProfileHasSeveralTypes() {
    assertThat(STORE.queries().labels("shop", START, START.plusSeconds(3600)))
        .containsExactly(
            new LabelSummary("it's", List.of(new LabelSummary.Value("a \\ '?'", 4)), 0),
            new LabelSummary(
                "thread",
                List.of(new LabelSummary.Value("http", 6), new LabelSummary.Value("batch", 2)),
                0));
  }

  @Test
  void stacksComeWithTheirFramesAndTheLengthOfTheirWindows() {
    StackTable table = STORE.queries().stacks(withRelease("1.1"));

    assertThat(table.profiledNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(table.rows())
        .containsExactly(
            new StackTable.Row(
                List.of(frame("Cart.total", "Cart"), frame("Shop.serve", "Shop")),
                List.of(),
                7 * MS,
                1));
  }

  private static StackTable.StackFrame frame(String function, String className) {
    return new StackTable.StackFrame(
        function,
        className,
        "",
        0,
        FrameKind.JAVA,
        new StackTable.DebugInfo("", 0, 0, "[java]", "", 0));
  }

  @Test
  void aServiceThatIsNotThereIsToldWhichAre() {
    assertThatThrownBy(() -> STORE.queries().top(of("shopp", "cpu")))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
        .hasMessage("There is no service 'shopp'. There is: other, shop.");
    assertThatThrownBy(() -> STORE.queries().labels("nope", START, THIRD))
        .hasMessageContaining("no service 'nope'");
  }

  @Test
  void aTypeReleaseOrInstanceThatIsNotThereIsToldWhichAre() {
    assertThatThrownBy(() -> STORE.queries().flameGraph(of("shop", "wall"), 10))
        .hasMessage("There is no type 'wall' of shop. There is: alloc_objects, alloc_space, cpu.");
    assertThatThrownBy(() -> STORE.queries().top(withRelease("2")))
        .hasMessage("There is no release '2' of shop. There is: 1.0, 1.1.");
    assertThatThrownBy(() -> STORE.queries().series(withInstance("c"), Duration.ofHours(1)))
        .hasMessage("There is no instance 'c' of shop. There is: a, b.");
    assertThatThrownBy(() -> STORE.queries().diff(withRelease("1.0"), withRelease("2"), 10))
        .hasMessage("There is no release '2' of shop. There is: 1.0, 1.1.");
  }

  @Test
  void aRangeInWhichNothingHappenedIsEmptyAndNoMistake() {
    Selection later = between(START.plusSeconds(300), START.plusSeconds(400));

    assertThat(total(later)).isZero();
    assertThat(STORE.queries().top(later).rows()).isEmpty();
    assertThat(STORE.queries().series(later, Duration.ofSeconds(10)).lines()).isEmpty();
    assertThat(STORE.queries().diff(ALL, later, 10).target().total()).isZero();
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> STORE.queries().top(between(SECOND, START)))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
        .hasMessageContaining(START + ", which is not after " + SECOND);
  }

  @Test
  void whatCostsTooMuchIsRefusedWithARemedy() {
    QueryLimits few = new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 2, 1000, 1);

    assertThatThrownBy(() -> STORE.queries(few).top(ALL))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessageContaining("more than 2 different stack traces (query.max-stacks)")
        .hasMessageContaining("shorter time range");
    assertThatThrownBy(() -> STORE.queries(few).services())
        .hasMessageContaining("more than 1 releases of services (query.max-rows)");
    assertThatThrownBy(() -> STORE.queries().series(ALL, Duration.ofMillis(1)))
        .hasMessageContaining("Take steps of at least PT1S");
    QueryLimits little = new QueryLimits(Duration.ofSeconds(30), 1, 1, 100, 1000, 100);
    assertThatThrownBy(() -> STORE.queries(little).top(ALL))
        .hasMessageContaining("more memory in ClickHouse than 0 MiB (query.max-memory)");
    QueryLimits narrow = new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 100, 3, 100);
    assertThatThrownBy(() -> STORE.queries(narrow).flameGraph(ALL, 10))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> assertThat(e.limit()).contains(new Limit("query.max-tree-nodes", 3)));
  }

  @Test
  void aStoreThatCannotBeReachedIsUnavailable() {
    ClickHouseEndpoint nowhere =
        new ClickHouseEndpoint() {
          @Override
          public String url() throws SQLTransientConnectionException {
            throw new SQLTransientConnectionException("it is being started again");
          }

          @Override
          public Properties properties() {
            return new Properties();
          }
        };
    try (ClickHouse clickHouse = ClickHouse.at(nowhere, "none", 1, Duration.ofMillis(300))) {
      ProfileQueries queries =
          new ClickHouseQueries(clickHouse, QueryLimits.ofHeap(1 << 30), new Retention(30));

      assertThatThrownBy(queries::services)
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    }
  }

  private static long total(Selection selection) {
    return STORE.queries().flameGraph(selection, 10).total()[0];
  }

  private static Selection of(String service, String type) {
    return new Selection(
        service,
        type,
        START,
        THIRD,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private static Selection between(Instant from, Instant to) {
    return new Selection(
        "shop", "cpu", from, to, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  private static Selection withRelease(String release) {
    return new Selection(
        "shop",
        "cpu",
        ALL.from(),
        ALL.to(),
        Optional.of(release),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private static Selection withInstance(String instance) {
    return new Selection(
        "shop",
        "cpu",
        ALL.from(),
        ALL.to(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(instance),
        Map.of());
  }
}

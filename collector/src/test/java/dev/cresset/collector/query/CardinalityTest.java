package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.ingest.Origin;
import dev.cresset.collector.ingest.RejectedProfileException;
import dev.cresset.collector.ingest.StoringIngest;
import dev.cresset.collector.pprof.PprofBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CardinalityTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START = Instant.now().minusSeconds(600);

  private static Cardinality cardinality;

  @BeforeAll
  static void store() throws Exception {
    STORE.store("large", "1.0", "a", cpu("cart", "find"));
    STORE.store("large", "1.1", "b", cpu("cart", "pay"));
    STORE.store("small", "7", "c", cpu("main"));
    STORE.store(
        "gone", "6", "d", PprofBuilder.cpu(START.minusSeconds(9000)).sample(List.of("x"), ONE));
    cardinality = STORE.queries().cardinality(START.minusSeconds(60), Instant.now());
  }

  private static final List<Long> ONE = List.of(1L, 10L);

  private static PprofBuilder cpu(String... functions) {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    for (String function : functions) {
      pprof.sample(List.of(function), ONE, "endpoint", "GET /" + function, "thread", "http-#");
    }
    return pprof.sample(List.of("idle"), ONE);
  }

  @Test
  void servicesHaveWhatTheySentInTheRangeTheOneWithMostStackTracesFirst() {
    assertThat(cardinality.services())
        .containsExactly(
            new Cardinality.Service(
                "large",
                2,
                1,
                2,
                1,
                2,
                4,
                false,
                4,
                List.of(
                    new Cardinality.Label("endpoint", 3, false),
                    new Cardinality.Label("thread", 1, false))),
            new Cardinality.Service(
                "small",
                1,
                1,
                1,
                1,
                1,
                2,
                false,
                2,
                List.of(
                    new Cardinality.Label("endpoint", 1, false),
                    new Cardinality.Label("thread", 1, false))));
  }

  @Test
  void whatIsBeyondALimitIsOtherInTheStoreAndNothingIsLost() throws Exception {
    Instant start = START.minusSeconds(5000);
    List<String> functions = List.of("a", "b", "c", "d", "e");
    try (StoringIngest small =
        STORE.ingest(Map.of("limits.stacks-per-day", "2", "limits.label-values-per-day", "3"))) {
      for (String function : functions) {
        PprofBuilder pprof =
            PprofBuilder.cpu(start).sample(List.of(function), ONE, "endpoint", "/" + function);
        small.store(
            new IncomingProfile(
                function, SeededStore.origin("random", "1", function), "cpu", pprof.bytes()));
      }
    }

    Cardinality.Service service =
        STORE
            .queries()
            .cardinality(start.minusSeconds(1), start.plusSeconds(1))
            .services()
            .getFirst();
    assertThat(service.stacks()).isEqualTo(3);
    assertThat(service.otherStacks()).isTrue();
    assertThat(service.labels()).containsExactly(new Cardinality.Label("endpoint", 4, true));
    Selection selection =
        new Selection("random", "cpu", start.minusSeconds(1), start.plusSeconds(1), List.of());
    assertThat(STORE.queries().top(selection).rows())
        .extracting(row -> row.function() + " " + row.self())
        .containsExactlyInAnyOrder("a 10", "b 10", "(other) 30");
  }

  /** As of agents that make one up at each start, and try each profile twice. */
  @Test
  void releasesAndInstancesBeyondALimitAreRefusedAndWhatIsStoredIsStoredOnce() throws Exception {
    Map<String, String> limits =
        Map.of("limits.releases-per-day", "3", "limits.instances-per-day", "4");
    List<String> refusals = new ArrayList<>();
    try (StoringIngest small = STORE.ingest(limits)) {
      for (int i = 0; i < 20; i++) {
        String name = Integer.toString(i / 2);
        PprofBuilder pprof = PprofBuilder.cpu(START.minusSeconds(7000)).sample(List.of("f"), ONE);
        for (Origin origin :
            List.of(
                SeededStore.origin("releases", name, "a"),
                SeededStore.origin("instances", "1", name))) {
          try {
            small.store(new IncomingProfile(origin.service() + name, origin, "cpu", pprof.bytes()));
          } catch (RejectedProfileException e) {
            refusals.add(e.limit() + " " + e.value() + " " + e.maximum());
          }
        }
      }
    }

    assertThat(refusals)
        .hasSize(2 * 7 + 2 * 6)
        .containsOnly("limits.releases-per-day 4 3", "limits.instances-per-day 5 4");
    assertThat(
            STORE
                .clickHouse()
                .column(
                    "SELECT concat(service, ' ', toString(count()), ' ', toString(sum(instances)))"
                        + " AS line FROM releases WHERE service IN ('releases', 'instances')"
                        + " GROUP BY service ORDER BY line"))
        .containsExactly("instances 1 4", "releases 3 3");
    assertThat(
            STORE
                .clickHouse()
                .column(
                    "SELECT toString(sum(value)) FROM samples"
                        + " WHERE service IN ('releases', 'instances')"))
        .containsExactly("70");
  }

  @Test
  void tablesHaveTheirRowsAndBytes() {
    assertThat(cardinality.tables())
        .extracting(Cardinality.Table::table)
        .contains("profiles", "numbers", "stacks", "frames", "label_sets", "sightings");
    assertThat(cardinality.tables()).allMatch(table -> table.rows() > 0 && table.bytes() > 0);
  }
}

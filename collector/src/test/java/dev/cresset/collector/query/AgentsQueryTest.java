package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.ingest.Origin;
import dev.cresset.collector.pprof.PprofBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgentsQueryTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  /** What the builder's profiles have. */
  private static final long PERIOD = 10_000_000;

  private static final Instant START =
      Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);

  @Test
  void eachAgentTellsOfEachKindWhatItSaidLast() throws Exception {
    Origin host1 = SeededStore.origin("told", "1.0", "host-1");
    Instant later = START.plusSeconds(10);
    STORE.store("1", "cpu", host1, said(later, "overhead: 0.41 %", "pace: cpu at 1/2"));
    STORE.store("2", "cpu", host1, said(START, "overhead: 2.00 %", "pace: cpu at 1/1"));
    STORE.store("3", "wall", host1, said(START, "overhead: 2.00 %"));
    STORE.store("4", "cpu", SeededStore.origin("told", "1.0", "host-2"), said(START));

    assertThat(STORE.queries().agents("told", START, Instant.now()))
        .containsExactly(
            new AgentSummary(
                "host-1",
                "1.0",
                "test",
                later,
                List.of(
                    new AgentSummary.Kind(
                        "cpu", later, PERIOD, List.of("overhead: 0.41 %", "pace: cpu at 1/2")),
                    new AgentSummary.Kind("wall", START, PERIOD, List.of("overhead: 2.00 %")))),
            new AgentSummary(
                "host-2",
                "1.0",
                "test",
                START,
                List.of(new AgentSummary.Kind("cpu", START, PERIOD, List.of()))));
  }

  @Test
  void tooManyToTellOfAreRefusedWithARemedy() throws Exception {
    STORE.store("6", "cpu", SeededStore.origin("many", "1.0", "host-1"), said(START));
    STORE.store("7", "cpu", SeededStore.origin("many", "1.0", "host-2"), said(START));
    QueryLimits few = new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 100, 1000, 1);

    assertThatThrownBy(() -> STORE.queries(few).agents("many", START, Instant.now()))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("more than 1 kinds of profile")
        .hasMessageContaining("shorter time range");
  }

  @Test
  void whatWasUploadedHasNoAgent() throws Exception {
    STORE.store("5", "", SeededStore.origin("uploaded", "1.0", "a"), said(START));

    assertThat(STORE.queries().agents("uploaded", START, Instant.now())).isEmpty();
  }

  @Test
  void aServiceNobodyHasHeardOfIsAnError() {
    assertThatThrownBy(() -> STORE.queries().agents("tolled", START, Instant.now()))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("There is no service 'tolled'");
  }

  private static PprofBuilder said(Instant start, String... comments) {
    PprofBuilder pprof = PprofBuilder.cpu(start).sample(List.of("f"), List.of(3L, 5L));
    for (String comment : comments) {
      pprof.comment(comment);
    }
    return pprof;
  }
}

package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Six services, of which an answer takes 25 nodes; there is room for three of them. */
class RememberedStacksTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private static final int SERVICES = 6;
  private static final int STACKS = 8;
  private static final int NODES = 40;

  private final ClickHouseQueries queries =
      (ClickHouseQueries)
          STORE.queries(new QueryLimits(Duration.ofSeconds(30), 1 << 30, 4, 1000, NODES, 1000));

  @BeforeAll
  static void seed() throws Exception {
    for (int service = 0; service < SERVICES; service++) {
      PprofBuilder pprof = PprofBuilder.cpu(START);
      for (int stack = 0; stack < STACKS; stack++) {
        String name = service + "-" + stack;
        pprof.sample(List.of("a" + name, "b" + name, "c" + name), List.of(1L, 10L + stack));
      }
      STORE.store("s" + service, "1", "i", pprof);
    }
  }

  @Test
  void whatNoLongerHasRoomIsReadAgainAndTheAnswerIsTheSame() {
    for (int round = 0; round < 3; round++) {
      for (int service = 0; service < SERVICES; service++) {
        assertThat(Trees.lines(flameGraph(service))).isEqualTo(Trees.lines(built(service)));
      }
    }
    assertThat(queries.stackTraces()).isEqualTo(3L * SERVICES * STACKS);
    assertThat(queries.stackTracesRead()).isGreaterThan((long) SERVICES * STACKS);
  }

  @Test
  void whatWasJustAskedForIsNotReadAgain() {
    flameGraph(0);
    long read = queries.stackTracesRead();
    flameGraph(0);

    assertThat(queries.stackTracesRead()).isEqualTo(read);
    assertThat(queries.top(selection(0)).total()).isEqualTo(flameGraph(0).total()[0]);
  }

  private FlameTree flameGraph(int service) {
    return queries.flameGraph(selection(service), NODES);
  }

  private static Selection selection(int service) {
    return new Selection("s" + service, "cpu", START, START.plusSeconds(60), List.of());
  }

  private static FlameTree built(int service) {
    FlameTreeBuilder builder = new FlameTreeBuilder(NODES);
    for (int stack = 0; stack < STACKS; stack++) {
      String name = service + "-" + stack;
      builder.add(Stacks.of("a" + name, "b" + name, "c" + name), 10 + stack, 1);
    }
    return builder.build("cpu", "nanoseconds", NODES);
  }
}

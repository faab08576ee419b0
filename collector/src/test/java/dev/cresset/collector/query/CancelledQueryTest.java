package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.store.TestClickHouse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelledQueryTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final Sql ENDLESS =
      new Sql().add("SELECT sum(sipHash64(number)) FROM numbers(1000000000000000)");

  private static final String RUNNING =
      "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%'"
          + " AND query NOT LIKE '%system.processes%'";

  @Test
  void aQueryWhoseThreadIsInterruptedEndsInTheEngine() throws Exception {
    Database database =
        new Database(
            CLICK_HOUSE.clickHouse(), QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()));
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                database.query(ENDLESS, rows -> rows.next());
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            });
    awaitRunning("1");

    asking.interrupt();

    assertThat(failure.get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    awaitRunning("0");
  }

  @Test
  void aQueryThatTakesTooLongIsRefusedByTheSettingsName() {
    QueryLimits hasty = new QueryLimits(Duration.ofSeconds(1), 1 << 30, 1, 1, 1, 1);
    Database database = new Database(CLICK_HOUSE.clickHouse(), hasty);

    assertThatThrownBy(() -> database.query(ENDLESS, rows -> rows.next()))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> assertThat(e.limit()).contains(new Limit("query.max-seconds", 1)))
        .hasMessageContaining("longer than 1 s in ClickHouse (query.max-seconds). Ask for");
  }

  private static void awaitRunning(String count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!CLICK_HOUSE.column(RUNNING).getFirst().equals(count)) {
      assertThat(System.nanoTime()).as("until " + count + " are running").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}

package dev.cresset.collector.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.ClientException;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.TestClickHouse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The engine dies in the middle of rollups, under load; as often as the property {@code
 * cresset.kills} says.
 */
class RollupKillTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final int KILLS = Integer.getInteger("cresset.kills", 3);
  private static final int BATCH = 10;

  private final RandomFleet fleet =
      new RandomFleet(
          44,
          Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3)),
          Duration.ofMinutes(80));
  private final List<NewProfile> stored = new ArrayList<>();
  private final AtomicLong passes = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private volatile boolean done;

  @Test
  void totalsAreEqualInAllTablesHoweverOftenTheEngineDies() throws Exception {
    try (ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running =
          List.of(servers.submit(store()), servers.submit(rollUp()), servers.submit(rollUp()));
      try {
        killAgainAndAgain();
      } finally {
        done = true;
      }
      for (Future<Void> one : running) {
        one.get();
      }
    }
    Rollups rollups = new Rollups(CLICK_HOUSE.clickHouse());
    rollups.rollUpAll();
    rollups.rollUpAll();

    assertThat(broken).as("passes that were under way").hasPositiveValue();
    RollupSql.assertEqualInAllTables(CLICK_HOUSE, stored);
  }

  private void killAgainAndAgain() throws InterruptedException {
    Random random = new Random();
    for (int i = 0; i < KILLS; i++) {
      await(passes.get() + 1);
      Thread.sleep(random.nextInt(300));
      kill();
    }
    await(passes.get() + 1);
  }

  private Callable<Void> store() {
    return () -> {
      ProfileStore store = new ProfileStore(CLICK_HOUSE.clickHouse());
      while (!done) {
        List<NewProfile> batch = fleet.profiles(BATCH);
        for (boolean acknowledged = false; !acknowledged; ) {
          acknowledged = succeeds(() -> store.store(batch));
        }
        stored.addAll(batch);
      }
      return null;
    };
  }

  private Callable<Void> rollUp() {
    return () -> {
      Rollups rollups = new Rollups(CLICK_HOUSE.clickHouse());
      while (!done) {
        (succeeds(rollups::rollUpAll) ? passes : broken).incrementAndGet();
      }
      return null;
    };
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static boolean succeeds(Work work) throws InterruptedException {
    try {
      work.run();
      return true;
    } catch (SQLException | ClientException e) {
      Thread.sleep(50);
      return false;
    }
  }

  private static void kill() throws InterruptedException {
    long pid = CLICK_HOUSE.engine().pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await(() -> CLICK_HOUSE.engine().pid() != pid && CLICK_HOUSE.engine().pid() != 0);
  }

  private void await(long passesDone) throws InterruptedException {
    await(() -> passes.get() >= passesDone);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}

package dev.cresset.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.ServerException;
import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.store.NewProfile;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final IngestMetrics metrics = new IngestMetrics(new PrometheusRegistry());
  private final List<List<NewProfile>> batches = Collections.synchronizedList(new ArrayList<>());

  @Test
  void storesInOneInsertWhatArrivesWhileAnotherIsUnderWay() throws Exception {
    CountDownLatch firstUnderWay = new CountDownLatch(1);
    CountDownLatch othersQueued = new CountDownLatch(1);
    GroupCommit.Batches slow =
        profiles -> {
          batches.add(profiles);
          firstUnderWay.countDown();
          await(othersQueued);
        };
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        GroupCommit commit = GroupCommit.start(slow, metrics)) {
      Future<?> first = executor.submit(() -> store(commit, "first"));
      await(firstUnderWay);
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String id = "other " + i;
        others.add(executor.submit(() -> store(commit, id)));
      }
      othersQueued.countDown();
      first.get();
      for (Future<?> other : others) {
        other.get();
      }
    }

    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(101);
    assertThat(batches.getFirst()).hasSize(1);
    assertThat(batches.size()).isLessThan(20);
  }

  @Test
  void aProfileItCannotEvenWeighIsTheTroubleOfItsSenderAlone() throws Exception {
    try (GroupCommit commit = GroupCommit.start(batches::add, metrics)) {
      NewProfile broken = new NewProfile("broken", "s", "", "", "", Map.of(), "", null);
      assertThatThrownBy(() -> commit.store(broken)).isInstanceOf(NullPointerException.class);
      store(commit, "sound");
    }
    assertThat(batches).hasSize(1);
  }

  @Test
  void letsAnInsertThatIsUnderWayFinishWhenItCloses() throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    List<Boolean> interrupted = new ArrayList<>();
    GroupCommit.Batches slow =
        profiles -> {
          underWay.countDown();
          await(closing);
          interrupted.add(Thread.currentThread().isInterrupted());
        };
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      GroupCommit commit = GroupCommit.start(slow, metrics);
      Future<?> stored = executor.submit(() -> store(commit, "a"));
      await(underWay);
      Future<?> closed = executor.submit(commit::close);
      while (!commit.isClosed()) {
        Thread.sleep(1);
      }
      closing.countDown();
      stored.get();
      closed.get();
    }
    assertThat(interrupted).containsExactly(false);
  }

  @Test
  void doesNotLetOneThatIsRefusedKeepTheOthersOut() throws Exception {
    keepsOutOnly(new SQLException("refused", new ServerException(1, "no", 500, "id")));
  }

  @Test
  void doesNotLetOneThatCannotBeWrittenKeepTheOthersOut() throws Exception {
    keepsOutOnly(new IllegalArgumentException("no such value"));
  }

  private void keepsOutOnly(Exception refusal) throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    GroupCommit.Batches picky =
        profiles -> {
          await(all);
          if (profiles.stream().anyMatch(profile -> profile.id().equals("bad"))) {
            throwUnchanged(refusal);
          }
          batches.add(profiles);
        };
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        GroupCommit commit = GroupCommit.start(picky, metrics)) {
      List<Future<?>> good =
          IntStream.range(0, 10)
              .<Future<?>>mapToObj(i -> executor.submit(() -> store(commit, "good " + i)))
              .toList();
      Future<?> bad = executor.submit(() -> store(commit, "bad"));
      all.countDown();

      for (Future<?> future : good) {
        future.get();
      }
      assertThatThrownBy(bad::get).hasStackTraceContaining(refusal.getMessage());
    }
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(10);
  }

  @Test
  void outlivesAStorageThatFailsAndTakesNothingOnceItIsClosed() throws Exception {
    GroupCommit.Batches failing =
        profiles -> {
          if (batches.isEmpty()) {
            batches.add(profiles);
            throw new IllegalStateException("out of order");
          }
          batches.add(profiles);
        };
    GroupCommit commit = GroupCommit.start(failing, metrics);
    assertThatThrownBy(() -> commit.store(profile("a"))).hasMessage("out of order");
    commit.store(profile("a"));

    commit.close();

    assertThatThrownBy(() -> commit.store(profile("b")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("shutting down");
  }

  private static void throwUnchanged(Exception e) throws SQLException {
    if (e instanceof SQLException refusal) {
      throw refusal;
    }
    throw (RuntimeException) e;
  }

  private static Void store(GroupCommit commit, String id)
      throws SQLException, InterruptedException {
    commit.store(profile(id));
    return null;
  }

  private static NewProfile profile(String id) {
    DecodedProfile content =
        new DecodedProfile(
            Instant.now(),
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new long[0],
            new long[0],
            List.of());
    return new NewProfile(id, "shop", "", "", "", Map.of(), "cpu", content);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

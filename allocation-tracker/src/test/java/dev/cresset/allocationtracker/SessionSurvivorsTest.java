package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.allocationtracker.SessionSurvivors.Survivor;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.EngineLadder;
import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SamplerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SessionSurvivorsTest {
  private static final LiveConfig QUICK =
      new LiveConfig().withDelay(Duration.ofSeconds(2)).withPace(Duration.ofMillis(100));
  private static final int SIZE = 64 * 1024;

  private final List<Object> kept = new ArrayList<>();
  private volatile Object garbage;

  @Test
  @Timeout(120)
  void whatIsInUseAtTheEndOfARealSessionIsToldAndNoGarbage() throws Exception {
    SessionSurvivors survivors = new SessionSurvivors(QUICK);
    AllocationConfig config = new AllocationConfig().withInterval(SIZE);
    List<String> comments = new ArrayList<>();
    Overhead overhead = new Overhead(Thread.currentThread().getThreadGroup(), line -> {}, () -> {});
    SamplerConfig sampler = new SamplerConfig().withEngine(SamplerConfig.Engine.ASYNC_PROFILER);
    try (ProfilingEngine engine =
        new EngineLadder(sampler, AllocationFamilies.of(config, survivors), line -> {}, overhead)
            .start()) {
      while (survivors.latest().isEmpty()) {
        work();
        engine.seal().stream()
            .filter(profile -> profile.family() == Family.ALLOC)
            .map(Profile::comments)
            .forEach(comments::addAll);
      }
    }

    long bytes =
        survivors.latest().stream()
            .filter(s -> s.stackTrace().frames().toString().contains("keep"))
            .mapToLong(Survivor::bytes)
            .sum();
    // 63 % of the objects are sampled; the youngest do not count.
    assertThat((double) bytes / kept.size() / SIZE).isBetween(0.3, 1.3);
    assertThat(survivors.latest())
        .noneMatch(s -> s.stackTrace().frames().toString().contains("waste"));
    assertThat(comments).anyMatch(comment -> comment.contains("only told at the end of a session"));
  }

  private void work() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      keep();
      for (int j = 0; j < 10; j++) {
        waste();
      }
      Thread.sleep(20);
    }
    System.gc();
  }

  private void keep() {
    kept.add(new byte[SIZE]);
  }

  private void waste() {
    garbage = new byte[SIZE];
  }

  @Test
  void theFirstSessionLastsForTheDelayTheSecondFourTimesAndAllOthersTenTimesAsLong() {
    SessionSurvivors survivors = new SessionSurvivors(new LiveConfig());

    for (int minutes : new int[] {1, 4, 10, 10}) {
      assertThat(survivors.isDue(Duration.ofMinutes(minutes).minusNanos(1).toNanos())).isFalse();
      survivors.endWindow();
      assertThat(survivors.isDue(Duration.ofMinutes(minutes).toNanos())).isTrue();
      survivors.endWindow();
    }
  }

  @Test
  void aSessionLastsUntilSomethingOfItCanHaveSurvivedACollection() throws Exception {
    SessionSurvivors survivors = new SessionSurvivors(QUICK.withDelay(Duration.ofSeconds(1)));
    long start = System.nanoTime();
    Thread.sleep(1100);

    assertThat(survivors.isDue(System.nanoTime() - start)).isFalse();
    System.gc();
    assertThat(survivors.isDue(System.nanoTime() - start)).isFalse();
    System.gc();
    assertThat(survivors.isDue(System.nanoTime() - start)).isTrue();
  }

  @Test
  void whatIsTooYoungOrWasNotCollectibleYetDoesNotCount() {
    SessionSurvivors survivors = new SessionSurvivors(QUICK);
    long collected = awaitCollection(survivors);
    long now = System.nanoTime();
    long second = 1_000_000_000;
    survivors.add(stack("old"), 1, 1, collected - second, now);
    survivors.add(stack("after the collection"), 1, 1, now, now + second);
    survivors.add(stack("young"), 1, 1, collected - second, collected - second + 1);
    survivors.endWindow();

    assertThat(survivors.latest()).extracting(Survivor::stackTrace).containsExactly(stack("old"));
  }

  @Test
  void aSessionThatLeavesNothingIsToldOfToo() {
    SessionSurvivors survivors = new SessionSurvivors(QUICK);
    long collected = awaitCollection(survivors);
    survivors.add(stack("old"), 1, 1, collected - 1_000_000_000, System.nanoTime());
    survivors.endWindow();
    survivors.isDue(Duration.ofHours(1).toNanos());
    survivors.endWindow();

    assertThat(survivors.latest()).isEmpty();
  }

  @Test
  void aSessionWhoseEndFailsSaysNothingOfWhatIsInUse() {
    SessionSurvivors survivors = new SessionSurvivors(QUICK);
    long collected = awaitCollection(survivors);
    survivors.add(stack("old"), 1, 1, collected - 1_000_000_000, System.nanoTime());
    survivors.endWindow();
    survivors.isDue(Duration.ofHours(1).toNanos());
    survivors.add(stack("half of it"), 1, 1, collected - 1_000_000_000, System.nanoTime());
    survivors.abandonWindow();
    survivors.endWindow();

    assertThat(survivors.latest()).extracting(Survivor::stackTrace).containsExactly(stack("old"));
  }

  /** What was made before the time that is returned is known to have survived one. */
  private static long awaitCollection(SessionSurvivors survivors) {
    long before = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      System.gc();
      survivors.isDue(0);
    }
    return before;
  }

  private static StackTrace stack(String name) {
    return StackTrace.of(Frame.ofClass(name));
  }
}

package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnnouncedIdsTest {
  private static final Duration MEMORY = Duration.ofHours(6);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);
  private final AnnouncedIds ids = new AnnouncedIds(64, MEMORY, clock::get);

  @Test
  void whatWasAddedIsKnownAndNothingElse() {
    ids.addAll(List.of(1L, -1L, 1L << 40));

    assertThat(List.of(1L, -1L, 1L << 40)).allMatch(id -> ids.known().contains(id));
    assertThat(List.of(2L, 1L << 41, 65L)).noneMatch(id -> ids.known().contains(id));
  }

  @Test
  void anIdIsKnownForHalfOfTheTimeAndForgottenAfterAllOfIt() {
    pass(MEMORY.dividedBy(3));
    ids.addAll(List.of(1L));

    pass(MEMORY.dividedBy(2));
    assertThat(ids.known().contains(1)).isTrue();
    pass(MEMORY.dividedBy(2));
    assertThat(ids.known().contains(1)).isFalse();
  }

  @Test
  void nothingIsKnownAfterATimeInWhichNothingWasAsked() {
    ids.addAll(List.of(1L));

    pass(MEMORY);

    assertThat(ids.known().contains(1)).isFalse();
  }

  @Test
  void anIdIsForgottenAfterAllOfTheTimeHoweverSeldomItIsAskedFor() {
    ids.addAll(List.of(1L));

    pass(MEMORY.multipliedBy(99).dividedBy(100));
    assertThat(ids.known().contains(1)).isTrue();
    ids.addAll(List.of(2L));
    pass(MEMORY.dividedBy(100));
    assertThat(ids.known().contains(1)).isFalse();
    assertThat(ids.known().contains(2)).isTrue();
    pass(MEMORY.multipliedBy(49).dividedBy(100));
    assertThat(ids.known().contains(2)).isTrue();
    pass(MEMORY.multipliedBy(50).dividedBy(100));
    assertThat(ids.known().contains(2)).isFalse();
  }

  @Test
  void anIdAnnouncedAgainIsKnownFromThenOn() {
    ids.addAll(List.of(1L));
    pass(MEMORY.dividedBy(2));
    ids.addAll(List.of(1L));

    pass(MEMORY.dividedBy(2));

    assertThat(ids.known().contains(1)).isTrue();
  }

  @Test
  void tooManyHaveTheOldestForgottenAndNoMore() {
    for (long id = 1; id <= 10_000; id++) {
      ids.addAll(List.of(id));
      assertThat(ids.known().contains(id)).isTrue();
      assertThat(ids.known().contains(Math.max(1, id - 7))).isTrue();
    }
    long known = 0;
    for (long id = 1; id <= 10_000; id++) {
      known += ids.known().contains(id) ? 1 : 0;
    }
    assertThat(known).isEqualTo(64);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}

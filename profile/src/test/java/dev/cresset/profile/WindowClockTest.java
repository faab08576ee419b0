package dev.cresset.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WindowClockTest {
  private static final Instant BEGAN = Instant.parse("2026-11-22T18:00:00.25Z");

  private Instant system = BEGAN;
  private long nanoTime = -7;

  private final InstantSource systems = () -> system;
  private final Clock utc = systems.withZone(ZoneOffset.UTC);
  private final WindowClock window = new WindowClock(utc, () -> nanoTime);

  @Test
  void tellsWhenItBeganAndHowLongAgoThatWas() {
    passes(Duration.ofSeconds(10));

    assertThat(window.startNanos()).isEqualTo(BEGAN.getEpochSecond() * 1_000_000_000 + 250_000_000);
    assertThat(window.elapsedNanos()).isEqualTo(10_000_000_000L);
    assertThat(window.wasSet()).isFalse();
  }

  @Test
  void isAsLongAsItIsWhoeverSetsTheClockBack() {
    passes(Duration.ofSeconds(10));
    system = system.minus(Duration.ofHours(1));

    assertThat(window.elapsedNanos()).isEqualTo(10_000_000_000L);
    assertThat(window.wasSet()).isTrue();
  }

  @Test
  void aClockThatIsSetForwardIsNoticedToo() {
    passes(Duration.ofSeconds(10));
    system = system.plus(Duration.ofHours(1));

    assertThat(window.elapsedNanos()).isEqualTo(10_000_000_000L);
    assertThat(window.wasSet()).isTrue();
  }

  @Test
  void theNextBeginsWhereThisOneEnds() {
    passes(Duration.ofSeconds(10));
    long duration = window.elapsedNanos();
    passes(Duration.ofMillis(3));

    WindowClock next = window.after(duration);

    assertThat(next.startNanos()).isEqualTo(window.startNanos() + duration);
    assertThat(next.elapsedNanos()).isEqualTo(3_000_000);
  }

  @Test
  void theNextBeginsNowAsTheClockHasItThatWasSet() {
    passes(Duration.ofSeconds(10));
    system = system.minus(Duration.ofHours(1));

    WindowClock next = window.after(window.elapsedNanos());

    assertThat(next.startNanos()).isEqualTo(window.startNanos() - 3_590_000_000_000L);
    assertThat(next.wasSet()).isFalse();
  }

  @Test
  void knowsAMomentThatTheSystemsClockHasNotShownYet() {
    passes(Duration.ofSeconds(10));
    long now = window.startNanos() + window.elapsedNanos();

    assertThat(window.isAhead(now + 999_999_999)).isFalse();
    assertThat(window.isAhead(now + 1_000_000_000)).isTrue();
    assertThat(window.isAhead(now - 10_000_000_000L)).isFalse();
  }

  private void passes(Duration time) {
    system = system.plus(time);
    nanoTime += time.toNanos();
  }
}

package dev.cresset.flamegraphui.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.query.QueryException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aRangeThatEndsNowMovesWithTheClock() {
    TimeRange range = TimeRange.last("90m");
    assertThat(range.isLive()).isTrue();
    assertThat(range.at(NOW).from()).isEqualTo("2026-03-01T10:30:00Z");
    assertThat(range.at(NOW).length()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void endsAreReadAsIsoAndAsMilliseconds() {
    TimeRange.Resolved range = new TimeRange("1772362800000", "2026-03-01T13:00:00+01:00").at(NOW);
    assertThat(range.from()).isEqualTo(Instant.ofEpochMilli(1_772_362_800_000L));
    assertThat(range.to()).isEqualTo(NOW);
  }

  @Test
  void whatCannotBeReadIsNamedWithItsRemedy() {
    assertThatThrownBy(() -> new TimeRange("yesterday", "now").at(NOW))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("\"yesterday\"")
        .hasMessageContaining("now-1h");
    assertThatThrownBy(() -> new TimeRange("now", "now-1h").at(NOW))
        .hasMessageContaining("ends before it begins");
  }
}

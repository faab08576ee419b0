package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-03-01T12:00:00Z",
    "now-1h, 2026-03-01T11:00:00Z",
    "now-30m, 2026-03-01T11:30:00Z",
    "now-2d, 2026-02-27T12:00:00Z",
    "now-1w, 2026-02-22T12:00:00Z",
    "1772366400000, 2026-03-01T12:00:00Z",
    "0, 1970-01-01T00:00:00Z",
    "0001-01-01, 1970-01-01T00:00:00Z",
    "+999999999-12-31T23:59:59Z, 2262-01-01T00:00:00Z",
    "2026-03-01, 2026-03-01T00:00:00Z",
    "2026-03-01T12:00, 2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00.25Z, 2026-03-01T12:00:00.25Z",
    "2026-03-01T13:00:00+01:00, 2026-03-01T12:00:00Z"
  })
  void aTimeIsWrittenInManyWays(String text, Instant time) {
    assertThat(TimeText.instant("from", text, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "now-",
        "now-1",
        "now+1h",
        "now-1h-1h",
        "-5",
        "2026-13-01",
        "12:00",
        "99999999999999999999",
        "now-9999999999d"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> TimeText.instant("from", text, NOW))
        .isInstanceOf(BadParameterException.class)
        .hasMessageStartingWith("from is '" + text + "', which is no time.");
  }

  @Test
  void lengthsOfTimeHaveAUnit() {
    assertThat(TimeText.duration("step", "90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(TimeText.duration("step", "250ms")).isEqualTo(Duration.ofMillis(250));
    assertThatThrownBy(() -> TimeText.duration("step", "5"))
        .hasMessage("step is '5', but has to be like 10s, 5m, 1h or 1d.");
  }
}

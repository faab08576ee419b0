package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsampledTimeTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int HOUR = 3600;

  private final UnsampledTime time = new UnsampledTime();

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 10, 25, 90})
  void whoeverSpendsAllThereIsLeavesNoMoreThanTenThousandthOfAnyHourUnsampled(long gapMillis) {
    Deque<Long> lastHour = new ArrayDeque<>();
    long sum = 0;
    long most = 0;
    for (int second = 0; second < 5 * HOUR; second++) {
      long gap = time.affordsMore() ? gapMillis * 1_000_000 : 0;
      time.pass(SECOND, gap);
      lastHour.add(gap);
      sum += gap;
      if (lastHour.size() > HOUR) {
        sum -= lastHour.remove();
      }
      most = Math.max(most, sum);
    }
    // What the first gap takes is not known before.
    assertThat(most / 1e9).isBetween(0.5e-4 * HOUR, 1.0e-4 * HOUR + gapMillis / 1e3);
  }

  @Test
  void aGapThatIsLongerThanAllThatCanBeSavedWaitsForThat() {
    time.pass(SECOND, SECOND);

    int hours = 0;
    for (; !time.affordsMore(); hours++) {
      time.pass(HOUR * SECOND, 0);
    }
    assertThat(hours).isEqualTo(6);
  }
}

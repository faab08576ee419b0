package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalCostsTest {
  @TempDir Path temp;

  @Test
  void beingInterruptedCostsMicrosecondsAndTheProfilerIsFreeAgainAfterwards() throws Exception {
    AsyncProfiler profiler = NativeLibrary.load(temp).profiler();

    SignalCosts costs = SignalCosts.measure(profiler);

    assertThat(costs.cpuNanos(false)).isBetween(1_000L, 1_000_000L);
    assertThat(costs.wallNanos()).isBetween(1_000L, 1_000_000L);
    assertThat(costs.walkNanos()).isBetween(1.0, 1_000.0);
    assertThat(profiler.execute("status")).contains("not active");
  }

  @Test
  void whereTimersWereMeasuredPerfEventsAreNotTakenToCostAsLittle() throws Exception {
    AsyncProfiler profiler = NativeLibrary.load(temp).profiler();

    SignalCosts costs = SignalCosts.measure(profiler, "ctimer");

    assertThat(costs.cpuNanos(false)).isGreaterThanOrEqualTo(SignalCosts.WORST_PERF_NANOS);
    assertThat(costs.cpuNanos(true)).isLessThanOrEqualTo(costs.wallNanos());
  }
}

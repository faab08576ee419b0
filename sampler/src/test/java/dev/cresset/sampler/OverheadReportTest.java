package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OverheadReportTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void theBudgetIsToldInMillisecondsAsItIsSteeredByAndNotAsOfTheLastWindow() {
    Governor governor = new Governor(0.01);
    governor.observe(window(1000));
    governor.observe(window(0));

    assertThat(report(0, governor.budget()).cost()).endsWith("; budget 1.00 %, 5.0 ms/s");
  }

  @Test
  void theBudgetOfAnIdleProcessIsOfAFifthOfACpu() {
    Governor governor = new Governor(0.01);
    governor.observe(window(10));

    assertThat(report(10, governor.budget()).cost()).endsWith("; budget 1.00 %, 2.0 ms/s");
  }

  @Test
  void withoutABudgetNoneIsTold() {
    assertThat(report(500, new Governor(0).budget()).cost()).endsWith("; no budget");
  }

  /** A second in which the process used so much CPU time, and the agent none. */
  private static WindowCost window(long millis) {
    return new WindowCost(SECOND, TimeUnit.MILLISECONDS.toNanos(millis), 0, 0, Map.of(), Map.of());
  }

  private static OverheadReport report(long millis, OverheadReport.Budget budget) {
    return new OverheadReport(
        EngineCost.NONE,
        OwnThreads.Used.NOTHING,
        TimeUnit.MILLISECONDS.toNanos(millis),
        SECOND,
        OverheadReport.Totals.NONE,
        false,
        budget,
        Pace.CONFIGURED);
  }
}

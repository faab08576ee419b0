package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OverheadReportTest {
  @Test
  void theBudgetIsToldInMillisecondsAndThatOfAnIdleProcessIsOfAFifthOfACpu() {
    assertThat(report(500).cost()).endsWith("; budget 1.00 %, 5.0 ms/s");
    assertThat(report(10).cost()).endsWith("; budget 1.00 %, 2.0 ms/s");
  }

  /** A second in which the process used so much CPU time. */
  private static OverheadReport report(long millis) {
    return new OverheadReport(
        EngineCost.NONE,
        OwnThreads.Used.NOTHING,
        TimeUnit.MILLISECONDS.toNanos(millis),
        TimeUnit.SECONDS.toNanos(1),
        OverheadReport.Totals.NONE,
        0.01,
        Pace.CONFIGURED);
  }
}

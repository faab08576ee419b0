package dev.cresset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.benchmarks.Soak.Holdings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak, much shorter: {@code ./cresset bench soak} is the long one. */
class SoakIT {
  @Test
  void comingAndGoingLeavesNothingMoreEachTime() throws Exception {
    List<Holdings> holdings;
    try (Workbench workbench = Workbench.open()) {
      holdings = new Soak(workbench, Duration.ofSeconds(20), 8).run();
    }

    Holdings early = holdings.get(3);
    Holdings late = holdings.getLast();
    assertThat(late.threads()).as(holdings.toString()).isLessThanOrEqualTo(early.threads() + 10);
    assertThat(late.descriptors()).as(holdings.toString()).isLessThanOrEqualTo(early.descriptors());
    // Each agent has about 2,000 of its own.
    assertThat(late.classes()).as(holdings.toString()).isLessThan(early.classes() + 300);
    assertThat(late.tempFiles()).as(holdings.toString()).isZero();
  }
}

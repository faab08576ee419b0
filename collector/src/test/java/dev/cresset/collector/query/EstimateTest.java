package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void ofEqualBlocksTheVarianceIsThatOfAMean() {
    double[] part = {1, 2, 3, 6};
    double[] whole = {10, 10, 10, 10};

    Estimate share = Estimate.ofRatio(part, whole);

    // The shares are 0.1, 0.2, 0.3 and 0.6: sample variance 0.14 / 3, over four blocks.
    assertThat(share.value()).isCloseTo(0.3, within(1e-12));
    assertThat(share.variance()).isCloseTo(0.14 / 3 / 4, within(1e-12));
    assertThat(share.degreesOfFreedom()).isCloseTo(3, within(1e-12));
  }

  @Test
  void oneBlockThatHasNearlyAllIsHardlyMoreThanOneBlock() {
    assertThat(
            Estimate.ofRatio(new double[] {1, 1, 500}, new double[] {2, 2, 1000})
                .degreesOfFreedom())
        .isEqualTo(1);
  }

  @Test
  void blocksWithNothingInThemDoNotCount() {
    assertThat(Estimate.ofRatio(new double[] {1, 0, 3}, new double[] {10, 0, 10}))
        .isEqualTo(Estimate.ofRatio(new double[] {1, 3}, new double[] {10, 10}));
  }

  @Test
  void aVarianceKnownExactlyAddsDegreesOfFreedom() {
    Estimate uncertain = new Estimate(0.5, 1, 4);

    assertThat(uncertain.withVarianceAtLeast(0.5)).isEqualTo(uncertain);
    assertThat(uncertain.withVarianceAtLeast(2).variance()).isEqualTo(2);
    assertThat(uncertain.withVarianceAtLeast(2).degreesOfFreedom()).isCloseTo(16, within(0.01));
  }
}

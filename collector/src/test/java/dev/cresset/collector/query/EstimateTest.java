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
    assertThat(share.variance().value()).isCloseTo(0.14 / 3 / 4, within(1e-12));
    assertThat(share.variance().degreesOfFreedom()).isCloseTo(3, within(1e-12));
  }

  @Test
  void oneBlockThatHasNearlyAllIsHardlyMoreThanOneBlock() {
    assertThat(
            Estimate.ofRatio(new double[] {1, 1, 500}, new double[] {2, 2, 1000})
                .variance()
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
    Variance sum = new Variance(1, 4).plus(Variance.known(1));

    assertThat(sum.value()).isEqualTo(2);
    assertThat(sum.degreesOfFreedom()).isCloseTo(16, within(0.01));
  }

  @Test
  void whatIsLargerCountsByWhatItIsLarger() {
    Variance small = new Variance(1, 4);

    assertThat(small.excessOf(new Variance(3, 2))).isEqualTo(new Variance(2, 2));
    assertThat(small.excessOf(new Variance(0.5, 2)).value()).isZero();
  }
}

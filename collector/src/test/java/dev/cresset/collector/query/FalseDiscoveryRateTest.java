package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FalseDiscoveryRateTest {
  @Test
  void valuesAreThoseOfThePaper() {
    // Benjamini and Hochberg's own example: at 0.05 the four smallest of these are rejected.
    double[] pValues = {
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0000
    };

    double[] qValues = FalseDiscoveryRate.qValues(pValues);

    assertThat(qValues[3]).isCloseTo(0.0095 * 15 / 4, within(1e-12)).isLessThan(0.05);
    assertThat(qValues[4]).isCloseTo(0.0201 * 15 / 5, within(1e-12)).isGreaterThan(0.05);
    assertThat(qValues[14]).isEqualTo(1);
  }

  @Test
  void whatWasNotTestedDoesNotCount() {
    assertThat(FalseDiscoveryRate.qValues(new double[] {Double.NaN, 0.02, Double.NaN, 0.01}))
        .containsExactly(Double.NaN, 0.02, Double.NaN, 0.02);
  }
}

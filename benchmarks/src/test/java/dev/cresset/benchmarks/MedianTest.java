package dev.cresset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void theMiddleOfAnOddNumberOfValuesIsOneOfThem() {
    assertThat(Median.of(9, 1, 5)).isEqualTo(5);
  }

  @Test
  void theMiddleOfAnEvenNumberOfValuesLiesBetweenTwo() {
    assertThat(Median.of(1, 9, 3, 5)).isEqualTo(4);
  }
}

package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTest {
  private static final int INTERVAL = 524_288;

  @ParameterizedTest
  @ValueSource(ints = {16_384, 131_072, 524_288, 1_048_576, 8_388_608})
  void theObjectsThatSamplesStandForAddUpToThoseAllocated(int size) {
    Weight weight = new Weight();
    SplittableRandom random = new SplittableRandom(size);
    long allocated = 50_000L * INTERVAL / Math.min(size, INTERVAL);
    double chance = Weight.chance(size, INTERVAL);
    long estimated = 0;
    for (long i = 0; i < allocated; i++) {
      if (random.nextDouble() < chance) {
        estimated += weight.round(1 / chance);
      }
    }
    assertThat((double) estimated).isCloseTo(allocated, withPercentage(3));
  }
}

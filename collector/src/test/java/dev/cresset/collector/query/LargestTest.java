package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargestTest {
  @Test
  void isWhatSortingFinds() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      long[] values = random.longs(1 + random.nextInt(200), 0, 50).toArray();
      long[] sorted = values.clone();
      Arrays.sort(sorted);
      for (int count = 1; count <= values.length; count += 1 + random.nextInt(20)) {
        assertThat(Largest.smallestOf(values, count)).isEqualTo(sorted[sorted.length - count]);
      }
    }
  }
}

package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairNumbersTest {
  @Test
  void knowsWhatAMapKnows() {
    Random random = new Random(5);
    PairNumbers numbers = new PairNumbers(random.nextLong());
    Map<List<Long>, Integer> expected = new HashMap<>();
    for (int i = 1; i < 20_000; i++) {
      // Few enough for many to come again, and the halves alike.
      long first = random.nextInt(150) - 75;
      long second = random.nextInt(150) - 75;
      assertThat(numbers.get(first, second))
          .isEqualTo(expected.getOrDefault(List.of(first, second), PairNumbers.ABSENT));
      numbers.put(first, second, i);
      expected.put(List.of(first, second), i);
    }
    assertThat(numbers.size()).isEqualTo(expected.size());
    expected.forEach(
        (pair, number) -> assertThat(numbers.get(pair.get(0), pair.get(1))).isEqualTo(number));
  }
}

package dev.cresset.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({"period,period,0", "perod,period,1", "peroid,period,1", "prd,period,3", "'',cpu,3"})
  void theDistanceCountsLettersPutInTakenOutExchangedAndSwapped(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    assertThat(Spelling.distance(b, a)).isEqualTo(distance);
  }

  @ParameterizedTest
  @CsvSource({"sevrice,service", "cpu-interval,cpu.interval", "stackdepth,stack.depth"})
  void aSimilarNameIsFound(String written, String meant) {
    assertThat(Spelling.nearest(written).map(Option::name)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "home", "url", "sampling.rate"})
  void aNameLikeNoOtherMeansNothing(String written) {
    assertThat(Spelling.nearest(written)).isEmpty();
  }
}

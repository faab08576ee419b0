package dev.cresset.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({"500us,PT0.0005S", "10ms,PT0.01S", "5 s,PT5S", "2m,PT2M", "2min,PT2M", "1H,PT1H"})
  void durationsAreReadByTheirUnit(String text, Duration duration) {
    assertThat(Quantity.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"65536,65536", "7b,7", "512k,524288", "1KiB,1024", "32m,33554432", "1g,1073741824"})
  void sizesAreReadByPowersOf1024(String text, long bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1%,0.01", "0.5 %,0.005", "100%,1"})
  void sharesAreReadAsPercentages(String text, double share) {
    assertThat(Quantity.share(text)).isEqualTo(share);
  }

  @ParameterizedTest
  @CsvSource({"1", "%", "-1%", "1e1%", ".5%"})
  void whatIsNoPercentageIsRefused(String text) {
    assertThatThrownBy(() -> Quantity.share(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDurationNeedsItsUnit() {
    assertThatThrownBy(() -> Quantity.duration("10")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSizeBeyondALongIsRefused() {
    assertThatThrownBy(() -> Quantity.bytes("999999999999g"))
        .isInstanceOf(ArithmeticException.class);
  }
}

package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunDelayTest {
  @Test
  void aThreadThatKnowsNothingOfTheTimeBeforeMakesNothingShorter() {
    RunDelay delay = new RunDelay();
    assertThat(IntStream.range(0, 10_000_000).mapToDouble(Math::sqrt).sum()).isPositive();
    assertThat(delay.stretch()).isGreaterThanOrEqualTo(1);

    assertThat(CompletableFuture.supplyAsync(delay::stretch, task -> new Thread(task).start()))
        .succeedsWithin(Duration.ofMinutes(1))
        .isEqualTo(1.0);
  }
}

package dev.cresset.allocationtracker.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SurvivorBridgeTest {
  private static final int LENGTH = 1000;

  private final List<long[]> sampled = new ArrayList<>();

  @AfterEach
  void stop() {
    SurvivorBridge.install(null, 512 * 1024);
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        Arguments.of(new boolean[LENGTH], 1),
        Arguments.of(new byte[LENGTH], 1),
        Arguments.of(new char[LENGTH], 2),
        Arguments.of(new short[LENGTH], 2),
        Arguments.of(new int[LENGTH], 4),
        Arguments.of(new float[LENGTH], 4),
        Arguments.of(new long[LENGTH], 8),
        Arguments.of(new double[LENGTH], 8),
        Arguments.of(new String[LENGTH], 4),
        Arguments.of(new int[LENGTH][], 4));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void anArrayThatWasCopiedCountsWithAllOfItsElements(Object array, int elementBytes) {
    pass(array);

    long bytes = AllocationBridge.ARRAY_BYTES + (long) LENGTH * elementBytes;
    assertThat(sampled)
        .isNotEmpty()
        .allSatisfy(facts -> {
          assertThat(facts[AllocationBridge.COUNTED_BYTES]).isEqualTo(bytes);
          assertThat(facts[AllocationBridge.LENGTH]).isEqualTo(LENGTH);
        });
  }

  @Test
  void anObjectCountsAsAnObjectAndNothingAsNothing() {
    pass(null);
    assertThat(sampled).isEmpty();

    pass("line");
    assertThat(sampled)
        .isNotEmpty()
        .allSatisfy(facts ->
            assertThat(facts[AllocationBridge.COUNTED_BYTES])
                .isEqualTo(AllocationBridge.OBJECT_BYTES));
  }

  /** On a thread of its own, which has a new countdown, and often enough to be sampled for sure. */
  private void pass(Object object) {
    SurvivorBridge.install((sample, facts) -> sampled.add(facts), 1);
    Thread thread =
        new Thread(() -> {
          for (int i = 0; i < 100; i++) {
            SurvivorBridge.object(object);
          }
        });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

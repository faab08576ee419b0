package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private final BlockSums sums = new BlockSums();

  @Test
  void whatWasWrittenIsWhatIsAddedUp() {
    Random random = new Random(3);
    long[][] blocks = new long[3000][BlockPlan.MAX_BLOCKS];
    for (int stack = 0; stack < blocks.length; stack++) {
      Arrays.setAll(blocks[stack], block -> random.nextBoolean() ? 0 : random.nextLong(1L << 50));
      sums.add(stack, 1, 1, text(blocks[stack]));
    }

    double[] all = new double[blocks.length * BlockPlan.MAX_BLOCKS];
    for (int stack = 0; stack < blocks.length; stack++) {
      for (int first = 0; first < BlockPlan.MAX_BLOCKS; first += BlockSums.WIDTH) {
        sums.addTo(all, stack * BlockPlan.MAX_BLOCKS + first, stack, first);
      }
    }

    assertThat(all)
        .isEqualTo(Arrays.stream(blocks).flatMapToLong(Arrays::stream).asDoubleStream().toArray());
    assertThat(sums.values())
        .isEqualTo(Arrays.stream(blocks).mapToLong(of -> Arrays.stream(of).sum()).toArray());
  }

  @Test
  void aValueIsThatOfAllBlocks() {
    sums.add(7, 3, 5, "[12,0,-2,9223372036854775797]");
    sums.add(8, 1, 1, "[0]");

    assertThat(sums.values()).containsExactly(Long.MAX_VALUE, 0);
    assertThat(sums.samples()).containsExactly(3, 1);
    assertThat(sums.squares()).containsExactly(5, 1);
  }

  @Test
  void someOfThemAreAsTheyWere() {
    for (int stack = 0; stack < 5; stack++) {
      sums.add(stack, stack, stack, text(0, stack, 10 * stack));
    }

    BlockSums some = sums.only(new int[] {4, 1});

    assertThat(some.stacks()).containsExactly(4, 1);
    assertThat(some.values()).containsExactly(44, 11);
    double[] blocks = new double[BlockSums.WIDTH];
    some.addTo(blocks, 0, 1, 0);
    assertThat(blocks).startsWith(0, 1, 10, 0);
  }

  /** As ClickHouse writes it. */
  static String text(long... blocks) {
    return Arrays.stream(blocks)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}

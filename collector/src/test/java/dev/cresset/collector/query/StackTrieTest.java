package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StackTrieTest {
  private static final FrameKind[] KINDS = {FrameKind.JAVA, FrameKind.INLINED, FrameKind.NATIVE};

  private final StackTrie trie = new StackTrie(100_000);

  @Test
  void whatIsAddedUpByNodeIsWhatIsAddedUpByFrame() {
    Random random = new Random(7);
    List<StackFrame[]> stacks = randomStacks(random, 2000);
    for (int i = 0; i < stacks.size(); i++) {
      trie.add(i, stacks.get(i));
    }
    for (int answer = 0; answer < 20; answer++) {
      int[] some = random.ints(0, stacks.size()).distinct().limit(300).toArray();
      long[] values = random.longs(some.length, 0, 1000).toArray();
      long[] samples = random.longs(some.length, 1, 10).toArray();
      FlameTreeBuilder tree = new FlameTreeBuilder(100_000);
      TopTableBuilder top = new TopTableBuilder();
      for (int i = 0; i < some.length; i++) {
        tree.add(stacks.get(some[i]), values[i], samples[i]);
        top.add(stacks.get(some[i]), values[i], samples[i]);
      }

      TrieSums sums = new TrieSums(trie.nodes(), leaves(some), values, samples);

      for (int shown : new int[] {1, 50, 100_000}) {
        assertThat(sums.tree("cpu", "nanoseconds", 100_000, shown))
            .usingRecursiveComparison()
            .isEqualTo(tree.build("cpu", "nanoseconds", shown));
      }
      assertThat(sums.top("bytes")).isEqualTo(top.build("bytes"));
    }
  }

  /** Of few functions, so that they are recursive and met as several kinds. */
  private static List<StackFrame[]> randomStacks(Random random, int count) {
    List<StackFrame[]> stacks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StackFrame[] stack = new StackFrame[1 + random.nextInt(12)];
      Arrays.setAll(
          stack,
          depth ->
              Stacks.frame(
                  "f" + (int) (8 * Math.pow(random.nextDouble(), 2)),
                  KINDS[random.nextInt(10) < 8 ? 0 : random.nextInt(KINDS.length)]));
      stacks.add(stack);
    }
    return stacks;
  }

  private int[] leaves(int... ids) {
    int[] nodes = new int[ids.length];
    trie.find(Arrays.stream(ids).asLongStream().toArray(), nodes);
    return nodes;
  }

  @Test
  void whatWasAddedIsFoundAndNothingElse() {
    int leaf = trie.add(5, Stacks.of("a", "main"));

    assertThat(leaves(5, 6)).containsExactly(leaf, StackTrie.ABSENT);
    assertThat(trie.add(6, Stacks.of("a", "main"))).isEqualTo(leaf);
  }

  @Test
  void aPathThatIsNoStoredStackTraceIsNotFoundAgain() {
    trie.add(Stacks.of("[missing stack]"));

    assertThat(leaves(0, 1)).containsOnly(StackTrie.ABSENT);
  }

  @Test
  void whatHasNoRoomIsRefusedAndTheRestStays() {
    StackTrie small = new StackTrie(8);
    StackFrame[] first = Stacks.of("c", "b", "a");
    int leaf = small.add(1, first);

    assertThat(small.add(2, Stacks.of("1", "2", "3", "4", "5", "6", "7", "8", "9")))
        .isEqualTo(StackTrie.ABSENT);
    assertThat(small.add(1, first)).isEqualTo(leaf);
  }

  @Test
  void stackTracesThatEndInOneNodeAreBoundedToo() {
    StackTrie small = new StackTrie(8);
    StackFrame[] path = Stacks.of("a", "main");

    for (int id = 0; id < 8; id++) {
      assertThat(small.add(id, path)).isNotEqualTo(StackTrie.ABSENT);
    }
    assertThat(small.add(8, path)).isEqualTo(StackTrie.ABSENT);
  }

  @Test
  void anAnswerKeepsItsNodesWhileTheTrieGrows() {
    int leaf = trie.add(1, Stacks.of("a", "main"));
    StackTrie.Nodes before = trie.nodes();
    List<StackFrame[]> more = randomStacks(new Random(1), 5000);
    more.forEach(stack -> trie.add(Arrays.hashCode(stack), stack));

    FlameTree tree =
        new TrieSums(before, new int[] {leaf}, new long[] {3}, new long[] {1})
            .tree("cpu", "nanoseconds", 100, 100);

    assertThat(Trees.lines(tree))
        .containsExactly(
            "all self 0 total 3 samples 1",
            ". main self 0 total 3 samples 1",
            ". . a self 3 total 3 samples 1");
  }
}

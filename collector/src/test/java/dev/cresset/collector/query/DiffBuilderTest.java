package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiffBuilderTest {
  private static final FrameKind[] KINDS = {
    FrameKind.JAVA, FrameKind.JAVA, FrameKind.JAVA, FrameKind.INLINED, FrameKind.NATIVE
  };

  private final StackTrie trie = new StackTrie(1_000_000);
  private final Side base = new Side(BlockPlan.of(1, 1));
  private final Side target = new Side(BlockPlan.of(1, 1));

  @Test
  void theTreeHasBothSidesOnTheUnionOfTheirStackTraces() {
    add(10, 0, Stacks.of("old", "main"));
    add(0, 20, Stacks.of("new", "main"));
    add(5, 6, Stacks.of("main"));

    ReleaseDiff.DiffTree tree = builder(base, target).compare(100).tree();

    assertThat(tree.functions()).containsExactly("all", "main", "new", "old");
    assertThat(tree.parent()).containsExactly(-1, 0, 1, 1);
    assertThat(tree.baseTotal()).containsExactly(15, 15, 0, 10);
    assertThat(tree.targetTotal()).containsExactly(26, 26, 20, 0);
    assertThat(tree.baseSelf()).containsExactly(0, 5, 0, 10);
    assertThat(tree.targetSelf()).containsExactly(0, 6, 20, 0);
  }

  @Test
  void aNodeThatIsLargeOnOneSideIsShown() {
    add(1000, 0, Stacks.of("old", "main"));
    add(0, 10, Stacks.of("new", "main"));
    add(1, 0, Stacks.of("tiny", "main"));

    ReleaseDiff.DiffTree tree = builder(base, target).compare(4).tree();

    assertThat(tree.functions()).containsExactly("all", "main", "new", "old");
    assertThat(tree.truncatedNodes()).isEqualTo(1);
    assertThat(tree.truncatedBase()).isEqualTo(1);
    assertThat(tree.truncatedTarget()).isZero();
  }

  @Test
  void whoCallsThePlatformIsTheCauseAndNotThePlatform() {
    add(100, 100, Stacks.of("rest", "main"));
    add(
        0,
        300,
        Stacks.frame("byte[]", FrameKind.CLASS),
        Stacks.frame("memset", FrameKind.NATIVE),
        Stacks.frame("java.util.Arrays.copyOf", FrameKind.INLINED),
        Stacks.frame("total", FrameKind.JAVA),
        Stacks.frame("java.lang.Thread.run", FrameKind.JAVA));
    add(0, 50, Stacks.frame("gc", FrameKind.VM), Stacks.frame("start_thread", FrameKind.NATIVE));

    Map<String, Double> own = new TreeMap<>();
    for (FunctionChange change : builder(base, target).compare(100).changes()) {
      own.put(change.function(), change.ownChange());
    }

    assertThat(own.get("total")).isPositive();
    assertThat(own.get("start_thread")).isPositive();
    for (String platform : List.of("byte[]", "memset", "java.util.Arrays.copyOf", "gc")) {
      assertThat(own.get(platform)).isZero();
    }
  }

  @Test
  void whatIsAddedUpByNodeIsWhatIsAddedUpByFrame() {
    Random random = new Random(11);
    for (int run = 0; run < 8; run++) {
      BlockPlan before = BlockPlan.of(1 + random.nextInt(70), 1 + random.nextInt(500));
      BlockPlan after = BlockPlan.of(1 + random.nextInt(5), 1 + random.nextInt(500));
      Side oneSide = new Side(before);
      Side otherSide = new Side(after);
      PlainDiff plain = new PlainDiff(before, after);
      for (int i = 0; i < 400; i++) {
        StackFrame[] stack = randomStack(random);
        int which = random.nextInt(3);
        if (which != DiffBuilder.TARGET) {
          add(random, stack, oneSide, plain, DiffBuilder.BASE);
        }
        if (which != DiffBuilder.BASE) {
          add(random, stack, otherSide, plain, DiffBuilder.TARGET);
        }
      }

      DiffBuilder builder = builder(oneSide, otherSide);

      assertSame(builder.base(), plain.builder().base());
      assertSame(builder.target(), plain.builder().target());
      DiffBuilder.Comparison expected = plain.builder().compare(100_000);
      DiffBuilder.Comparison found = builder.compare(100_000);
      assertThat(found.tree()).usingRecursiveComparison().isEqualTo(expected.tree());
      assertThat(byFunction(found))
          .usingRecursiveComparison()
          .withComparatorForType(DiffBuilderTest::nearly, Double.class)
          .isEqualTo(byFunction(expected));
    }
  }

  /** Of few functions, so that they are recursive and met as several kinds. */
  private static StackFrame[] randomStack(Random random) {
    StackFrame[] stack = new StackFrame[1 + random.nextInt(12)];
    Arrays.setAll(
        stack,
        depth -> {
          int function = (int) (40 * Math.pow(random.nextDouble(), 2));
          return Stacks.frame(
              (function % 4 == 0 ? "java.f" : "f") + function, KINDS[random.nextInt(KINDS.length)]);
        });
    return stack;
  }

  private void add(Random random, StackFrame[] stack, Side side, PlainDiff plain, int which) {
    long[] blocks = new long[side.plan.blocks()];
    Arrays.setAll(blocks, block -> Math.max(0, random.nextInt(2000) - 1000));
    long samples = 1 + random.nextInt(50);
    double squares = random.nextInt(1_000_000);
    side.add(stack, samples, squares, blocks);
    plain.add(which, stack, samples, squares, blocks);
  }

  private static void assertSame(FunctionTally.Part found, FunctionTally.Part expected) {
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  /** Functions have other numbers, so that doubles are added up in another order. */
  private static int nearly(double a, double b) {
    return Math.abs(a - b) <= 1e-9 * Math.max(1e-3, Math.abs(b)) ? 0 : Double.compare(a, b);
  }

  private static Map<String, FunctionChange> byFunction(DiffBuilder.Comparison comparison) {
    Map<String, FunctionChange> changes = new TreeMap<>();
    comparison.changes().forEach(change -> changes.put(change.function(), change));
    return changes;
  }

  private void add(long before, long after, StackFrame... leafFirst) {
    if (before > 0) {
      base.add(leafFirst, before, before, before);
    }
    if (after > 0) {
      target.add(leafFirst, after, after, after);
    }
  }

  private DiffBuilder builder(Side before, Side after) {
    return DiffBuilder.of(trie.nodes(), before.side(), after.side(), 100_000);
  }

  /** The stack traces of a side, which the trie takes in. */
  private final class Side {
    private final BlockPlan plan;
    private final BlockSums sums = new BlockSums();
    private final List<Integer> leaves = new ArrayList<>();

    Side(BlockPlan plan) {
      this.plan = plan;
    }

    void add(StackFrame[] leafFirst, long samples, double squares, long... blocks) {
      sums.add(leaves.size(), samples, squares, BlockSumsTest.text(blocks));
      leaves.add(trie.add(leafFirst));
    }

    ComparedSide side() {
      return new ComparedSide(plan, sums, leaves.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}

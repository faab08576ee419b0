package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlameTreeBuilderTest {
  private final FlameTreeBuilder builder = new FlameTreeBuilder(1_000_000);

  @Test
  void siblingsAreByNameAndParentsBeforeTheirChildren() {
    builder.add(Stacks.of("z", "main"), 1, 1);
    builder.add(Stacks.of("a", "main"), 2, 1);
    builder.add(Stacks.of("leaf", "z", "main"), 4, 1);

    assertThat(Trees.lines(builder.build("cpu", "nanoseconds", 100)))
        .containsExactly(
            "all self 0 total 7 samples 3",
            ". main self 0 total 7 samples 3",
            ". . a self 2 total 2 samples 1",
            ". . z self 1 total 5 samples 2",
            ". . . leaf self 4 total 4 samples 1");
  }

  @Test
  void whatIsNotShownIsTheSmallestAndIsReported() {
    builder.add(Stacks.of("big", "main"), 100, 10);
    builder.add(Stacks.of("small", "main"), 3, 1);
    builder.add(Stacks.of("tiny", "small", "main"), 2, 1);

    FlameTree tree = builder.build("cpu", "nanoseconds", 3);

    assertThat(Trees.lines(tree))
        .containsExactly(
            "all self 0 total 105 samples 12",
            ". main self 0 total 105 samples 12",
            ". . big self 100 total 100 samples 10");
    assertThat(tree.functions()).containsExactly("all", "main", "big");
    assertThat(tree.truncatedNodes()).isEqualTo(2);
    assertThat(tree.truncatedValue()).isEqualTo(5);
  }

  @Test
  void aFunctionHasTheKindItIsSeenAsMost() {
    builder.add(new StackFrame[] {Stacks.frame("f", FrameKind.INLINED)}, 10, 1);
    builder.add(new StackFrame[] {Stacks.frame("f", FrameKind.JAVA)}, 9, 1);

    FlameTree tree = builder.build("cpu", "nanoseconds", 100);

    assertThat(tree.size()).isEqualTo(2);
    assertThat(tree.kinds()[1]).isEqualTo(FrameKind.INLINED);
  }

  @Test
  void nothingAtAllIsARoot() {
    assertThat(Trees.lines(builder.build("cpu", "nanoseconds", 1)))
        .containsExactly("all self 0 total 0 samples 0");
  }

  @Test
  void aStackTraceMayBeAsDeepAsTheLimitsOfIngestAllow() {
    String[] deep = new String[10_000];
    Arrays.fill(deep, "recurse");
    builder.add(Stacks.of(deep), 5, 1);

    FlameTree tree = builder.build("cpu", "nanoseconds", 1_000_000);

    assertThat(tree.size()).isEqualTo(10_001);
    assertThat(tree.total()[10_000]).isEqualTo(5);
  }

  @Test
  void aTreeThatWouldTakeTooMuchMemoryIsRefused() {
    FlameTreeBuilder small = new FlameTreeBuilder(3);
    small.add(Stacks.of("a", "main"), 1, 1);
    small.add(Stacks.of("b", "main"), 1, 1);

    assertThatThrownBy(() -> small.build("cpu", "nanoseconds", 100))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessageContaining("more than 3 tree nodes");
  }

  @Test
  void anyStackTracesAddUpInEveryNodeAndUnderEveryPruning() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      // All at once, or in many small batches.
      int waiting = round % 2 == 0 ? 1_000_000 : 1 + random.nextInt(40);
      FlameTreeBuilder several = new FlameTreeBuilder("all", 1_000_000, waiting);
      Map<List<String>, Long> naive = new HashMap<>();
      fill(several, naive, random);
      for (int maxNodes : new int[] {1, 2, 10, 100, 1_000_000}) {
        check(several.build("cpu", "nanoseconds", maxNodes), naive, maxNodes);
      }
    }
  }

  private static void fill(
      FlameTreeBuilder builder, Map<List<String>, Long> totals, Random random) {
    for (int stack = 0; stack < 100; stack++) {
      String[] rootFirst = new String[random.nextInt(1, 8)];
      for (int i = 0; i < rootFirst.length; i++) {
        rootFirst[i] = "f" + random.nextInt(4);
      }
      long value = random.nextInt(5);
      List<String> path = List.of(rootFirst);
      builder.add(Stacks.of(path.reversed().toArray(new String[0])), value, 1);
      for (int depth = 0; depth <= path.size(); depth++) {
        totals.merge(path.subList(0, depth), value, Long::sum);
      }
    }
  }

  private static void check(FlameTree tree, Map<List<String>, Long> naive, int maxNodes) {
    assertThat(tree.size()).isEqualTo(Math.min(maxNodes, naive.size()));
    assertThat(tree.size() + tree.truncatedNodes()).isEqualTo(naive.size());
    long self = 0;
    for (int node = 0; node < tree.size(); node++) {
      assertThat(tree.total()[node]).isEqualTo(naive.get(path(tree, node)));
      self += tree.self()[node];
    }
    assertThat(self + tree.truncatedValue()).isEqualTo(tree.total()[0]);
  }

  private static List<String> path(FlameTree tree, int node) {
    LinkedList<String> path = new LinkedList<>();
    for (int n = node; n > 0; n = tree.parent()[n]) {
      assertThat(tree.parent()[n]).isLessThan(n);
      path.addFirst(tree.functions().get(tree.function()[n]));
    }
    return path;
  }
}

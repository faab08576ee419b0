package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiffBuilderTest {
  private final DiffBuilder builder = new DiffBuilder(BlockPlan.of(1, 1), BlockPlan.of(1, 1), 1000);

  @Test
  void theTreeHasBothSidesOnTheUnionOfTheirStackTraces() {
    add(10, 0, Stacks.of("old", "main"));
    add(0, 20, Stacks.of("new", "main"));
    add(5, 6, Stacks.of("main"));

    ReleaseDiff.DiffTree tree = builder.compare(100).tree();

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

    ReleaseDiff.DiffTree tree = builder.compare(4).tree();

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
    for (FunctionChange change : builder.compare(100).changes()) {
      own.put(change.function(), change.ownChange());
    }

    assertThat(own.get("total")).isPositive();
    assertThat(own.get("start_thread")).isPositive();
    for (String platform : List.of("byte[]", "memset", "java.util.Arrays.copyOf", "gc")) {
      assertThat(own.get(platform)).isZero();
    }
  }

  private void add(long before, long after, StackFrame... leafFirst) {
    if (before > 0) {
      builder.addBase(leafFirst, before, before, before, new long[] {before});
    }
    if (after > 0) {
      builder.addTarget(leafFirst, after, after, after, new long[] {after});
    }
  }
}

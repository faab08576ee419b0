package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeAttributionTest {
  private final FunctionTable functions = new FunctionTable();
  private final PrefixTree tree = new PrefixTree(2, 1000);
  private double doubt;

  @Test
  void aSlowerMethodIsTheCauseAndItsCallersAreNot() {
    add(10, 30, "total", "cart", "main");
    add(20, 20, "list", "cart", "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("total", 20.0));
  }

  @Test
  void whoCallsSomethingMoreOftenIsTheCauseIfItsOtherCallersDoNot() {
    add(10, 40, "get", "total", "main");
    add(10, 10, "get", "list", "main");
    add(10, 10, "get", "find", "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("total", 30.0));
  }

  @Test
  void whatBecameSlowerForAllItsCallersIsTheCause() {
    add(10, 20, "get", "total", "main");
    add(30, 60, "get", "list", "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("get", 40.0));
  }

  @Test
  void whoCallsAKnownFunctionForTheFirstTimeIsTheCause() {
    add(0, 25, "parse", "format", "total", "main");
    add(10, 10, "parse", "format", "print", "main");
    add(5, 5, "total", "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("total", 25.0));
  }

  @Test
  void whoDoesEverythingMoreOftenIsTheCause() {
    add(10, 20, "total", "cart", "main");
    add(20, 40, "list", "cart", "main");
    add(20, 20, "find", "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("cart", 30.0));
  }

  @Test
  void aFunctionInManyPlacesThatBecameSlowerIsTheCauseThoughEachPlaceIsSmall() {
    for (int i = 0; i < 30; i++) {
      add(10, 20, "get", "caller" + i, "main");
      add(20, 20, "caller" + i, "main");
    }

    assertThat(own()).containsExactlyEntriesOf(Map.of("get", 300.0));
  }

  @Test
  void ofNewFunctionsTheOutermostIsTheCause() {
    add(0, 10, "inner", "outer", "main");
    add(0, 5, "outer", "main");
    add(7, 7, "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("outer", 15.0));
  }

  @Test
  void ofRemovedFunctionsTheOutermostIsTheCause() {
    add(10, 0, "inner", "outer", "main");
    add(7, 7, "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("outer", -10.0));
  }

  @Test
  void aFrameThatSomebodyPutsFarAboveChangesNothing() {
    add(10, 0, "slow", "caller", "handler", "main");
    add(0, 30, "slow", "caller", "handler", "wrapper", "main");
    add(20, 0, "other", "handler", "main");
    add(0, 20, "other", "handler", "wrapper", "main");

    assertThat(own().get("slow")).isEqualTo(20);
  }

  @Test
  void aFewSamplesElsewhereDoNotAcquitAFunction() {
    add(10, 90, "slow", "caller", "main");
    add(2, 1, "slow", "other", "main");
    add(20, 20, "other", "main");

    doubt = 10;
    assertThat(own().get("slow")).isGreaterThan(55);
  }

  @Test
  void recursionIsOneFunction() {
    add(10, 20, "f", "f", "f", "main");

    assertThat(own()).containsExactlyEntriesOf(Map.of("f", 10.0));
  }

  @Test
  void whateverChangedTheCausesAddUpToTheWholeChange() {
    Random random = new Random(3);
    long change = 0;
    for (int i = 0; i < 200; i++) {
      String[] stack = new String[random.nextInt(1, 6)];
      Arrays.setAll(stack, depth -> "f" + random.nextInt(8));
      int before = random.nextInt(10);
      int after = random.nextInt(10);
      change += after - before;
      add(before, after, stack);
    }

    double sum = own().values().stream().mapToDouble(Double::doubleValue).sum();

    assertThat(sum).isCloseTo(change, within(1e-6));
  }

  private void add(long before, long after, String... leafFirst) {
    add(before, after, Stacks.of(leafFirst));
  }

  private void add(long before, long after, StackFrame... leafFirst) {
    int[] path = Arrays.stream(leafFirst).mapToInt(f -> functions.number(f, after)).toArray();
    int node = tree.node(path, path.length);
    tree.addSelf(node, 0, before);
    tree.addSelf(node, 1, after);
  }

  /** What starts in each function, where it is something. */
  private Map<String, Double> own() {
    double[] own =
        new ChangeAttribution(
                tree, functions.size(), doubles(tree.totals(0)), doubles(tree.totals(1)), doubt)
            .ownChanges();
    Map<String, Double> named = new HashMap<>();
    for (int i = 0; i < own.length; i++) {
      if (Math.abs(own[i]) > 1e-9) {
        named.put(functions.name(i), own[i]);
      }
    }
    return named;
  }

  private static double[] doubles(long[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }
}

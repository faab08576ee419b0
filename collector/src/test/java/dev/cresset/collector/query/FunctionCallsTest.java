package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.FunctionCalls.Call;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FunctionCallsTest {
  private record Stack(List<String> leafFirst, long value) {}

  @Test
  void callersAndCalleesAreThoseNextToTheFunction() {
    FunctionCalls calls =
        calls("f", stack(1, "x", "f", "a", "main"), stack(2, "f", "b", "main"), stack(4, "z"));

    assertThat(calls.all()).isEqualTo(7);
    assertThat(calls.total()).isEqualTo(3);
    assertThat(calls.self()).isEqualTo(2);
    assertThat(calls.samples()).isEqualTo(20);
    assertThat(calls.callers())
        .containsExactly(
            new Call("b", FrameKind.JAVA, 2, 10), new Call("a", FrameKind.JAVA, 1, 10));
    assertThat(calls.callees()).containsExactly(new Call("x", FrameKind.JAVA, 1, 10));
    assertThat(Trees.lines(calls.callerTree()))
        .containsExactly(
            "f self 0 total 3 samples 20",
            ". a self 0 total 1 samples 10",
            ". . main self 1 total 1 samples 10",
            ". b self 0 total 2 samples 10",
            ". . main self 2 total 2 samples 10");
    assertThat(Trees.lines(calls.calleeTree()))
        .containsExactly("f self 2 total 3 samples 20", ". x self 1 total 1 samples 10");
  }

  @Test
  void recursionCountsOnce() {
    FunctionCalls calls = calls("f", stack(8, "x", "f", "f", "g", "f", "main"));

    assertThat(calls.total()).isEqualTo(8);
    assertThat(calls.callers()).extracting(Call::function).containsExactly("f", "g", "main");
    assertThat(calls.callees()).extracting(Call::function).containsExactly("f", "g", "x");
    assertThat(calls.callers()).extracting(Call::value).containsOnly(8L);
    assertThat(Trees.lines(calls.callerTree()))
        .containsExactly("f self 0 total 8 samples 10", ". main self 8 total 8 samples 10");
    assertThat(calls.calleeTree().total()[0]).isEqualTo(8);
    assertThat(calls.calleeTree().size()).isEqualTo(5);
  }

  @Test
  void whatNothingCallsIsCalledByTheRoot() {
    assertThat(calls("f", stack(1, "f"), stack(2, "f", "f")).callers())
        .containsExactly(
            new Call("all", FrameKind.JAVA, 3, 20), new Call("f", FrameKind.JAVA, 2, 10));
  }

  @Test
  void ofRandomStackTracesEveryNumberIsThatOfASlowCount() {
    Random random = new Random(7);
    List<String> names = List.of("a", "b", "c", "d");
    List<Stack> stacks = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      List<String> frames = new ArrayList<>();
      for (int depth = 1 + random.nextInt(7); depth > 0; depth--) {
        frames.add(names.get(random.nextInt(names.size())));
      }
      stacks.add(new Stack(frames, 1 + random.nextInt(1000)));
    }

    for (String name : names) {
      FunctionCalls calls = calls(name, stacks.toArray(Stack[]::new));
      long total = sum(stacks.stream().filter(s -> s.leafFirst.contains(name)).toList());
      assertThat(calls.total()).isEqualTo(total);
      assertThat(calls.callerTree().total()[0]).isEqualTo(total);
      assertThat(calls.calleeTree().total()[0]).isEqualTo(total);
      assertThat(calls.self())
          .isEqualTo(sum(stacks.stream().filter(s -> s.leafFirst.get(0).equals(name)).toList()));
      assertThat(values(calls.callers())).isEqualTo(slowEdges(stacks, name, 1));
      assertThat(values(calls.callees())).isEqualTo(slowEdges(stacks, name, -1));
    }
  }

  private static long sum(List<Stack> stacks) {
    return stacks.stream().mapToLong(Stack::value).sum();
  }

  private static Map<String, Long> values(List<Call> calls) {
    Map<String, Long> values = new HashMap<>();
    calls.forEach(call -> values.put(call.function(), call.value()));
    return values;
  }

  private static Map<String, Long> slowEdges(List<Stack> stacks, String name, int step) {
    Map<String, Long> edges = new HashMap<>();
    for (Stack stack : stacks) {
      TreeSet<String> neighbours = new TreeSet<>();
      for (int i = 0; i < stack.leafFirst.size(); i++) {
        int other = i + step;
        if (stack.leafFirst.get(i).equals(name) && other >= 0) {
          neighbours.add(other < stack.leafFirst.size() ? stack.leafFirst.get(other) : "all");
        }
      }
      neighbours.forEach(neighbour -> edges.merge(neighbour, stack.value, Long::sum));
    }
    return edges;
  }

  @Test
  void whichIsOnNoStackTraceIsUnknownUnlessThereAreNone() {
    FunctionCallsBuilder none = new FunctionCallsBuilder("f", 10);
    assertThat(none.isUnknown()).isFalse();
    none.add(frames(List.of("g")), 1, 1);
    assertThat(none.isUnknown()).isTrue();
  }

  private static Stack stack(long value, String... leafFirst) {
    return new Stack(List.of(leafFirst), value);
  }

  private static FunctionCalls calls(String function, Stack... stacks) {
    FunctionCallsBuilder builder = new FunctionCallsBuilder(function, 100_000);
    List<Stack> shuffled = new ArrayList<>(Arrays.asList(stacks));
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(stack -> builder.add(frames(stack.leafFirst), stack.value, 10));
    return builder.build("cpu", "nanoseconds", 100_000);
  }

  private static StackFrame[] frames(List<String> names) {
    return names.stream()
        .map(name -> new StackFrame(name, "", "", 0, FrameKind.JAVA))
        .toArray(StackFrame[]::new);
  }
}

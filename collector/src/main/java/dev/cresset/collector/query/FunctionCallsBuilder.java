package dev.cresset.collector.query;

import dev.cresset.collector.query.FunctionCalls.Call;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up the stack traces a function is on. One thread. */
final class FunctionCallsBuilder {
  private final String function;
  private final FunctionTable functions = new FunctionTable();
  private final Map<Integer, Edge> callers = new HashMap<>();
  private final Map<Integer, Edge> callees = new HashMap<>();
  private final FlameTreeBuilder callerTree;
  private final FlameTreeBuilder calleeTree;
  private int stacks;
  private int number = FunctionTable.ROOT;
  private long all;
  private long self;
  private long total;
  private long samples;

  FunctionCallsBuilder(String function, int maxTreeNodes) {
    this.function = function;
    this.callerTree = new FlameTreeBuilder(function, maxTreeNodes);
    this.calleeTree = new FlameTreeBuilder(function, maxTreeNodes);
  }

  /**
   * @param leafFirst its frames
   */
  void add(StackFrame[] leafFirst, long value, long sampleCount) {
    stacks++;
    all += value;
    int outermost = -1;
    for (int i = 0; i < leafFirst.length; i++) {
      if (leafFirst[i].function().equals(function)) {
        addCall(leafFirst, i, value, sampleCount);
        outermost = i;
      }
    }
    if (outermost >= 0) {
      total += value;
      samples += sampleCount;
      self += leafFirst[0].function().equals(function) ? value : 0;
      calleeTree.add(Arrays.copyOf(leafFirst, outermost), value, sampleCount);
      callerTree.add(reversed(leafFirst, outermost + 1), value, sampleCount);
    }
  }

  private void addCall(StackFrame[] leafFirst, int place, long value, long sampleCount) {
    number = functions.number(leafFirst[place], value);
    int caller =
        place + 1 < leafFirst.length
            ? functions.number(leafFirst[place + 1], value)
            : FunctionTable.ROOT;
    callers.computeIfAbsent(caller, any -> new Edge()).add(stacks, value, sampleCount);
    if (place > 0) {
      int callee = functions.number(leafFirst[place - 1], value);
      callees.computeIfAbsent(callee, any -> new Edge()).add(stacks, value, sampleCount);
    }
  }

  private static StackFrame[] reversed(StackFrame[] frames, int from) {
    StackFrame[] reversed = new StackFrame[frames.length - from];
    Arrays.setAll(reversed, i -> frames[frames.length - 1 - i]);
    return reversed;
  }

  /** Whether the function is on no stack trace, though there are some. */
  boolean isUnknown() {
    return stacks > 0 && number == FunctionTable.ROOT;
  }

  FunctionCalls build(String type, String unit, int maxNodes) {
    return new FunctionCalls(
        type,
        unit,
        all,
        function,
        functions.kind(number),
        self,
        total,
        samples,
        ranked(callers),
        ranked(callees),
        callerTree.build(type, unit, maxNodes),
        calleeTree.build(type, unit, maxNodes));
  }

  private List<Call> ranked(Map<Integer, Edge> edges) {
    return edges.entrySet().stream()
        .map(edge -> call(edge.getKey(), edge.getValue()))
        .sorted(Comparator.comparingLong(Call::value).reversed().thenComparing(Call::function))
        .toList();
  }

  private Call call(int other, Edge edge) {
    return new Call(functions.name(other), functions.kind(other), edge.value, edge.samples);
  }

  /** Calls between the function and another. */
  private static final class Edge {
    private int lastStack;
    private long value;
    private long samples;

    void add(int stack, long more, long moreSamples) {
      if (lastStack != stack) {
        lastStack = stack;
        value += more;
        samples += moreSamples;
      }
    }
  }
}

package dev.cresset.collector.query;

import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Trees and tables of the stack traces of one selection. Safe for use by many threads. */
final class StackQueries {
  private final Catalog catalog;
  private final StackSums stackSums;
  private final GroupedSums groupedSums;
  private final LabelledStacks labelledStacks;
  private final RememberedStacks remembered;
  private final int maxTreeNodes;

  StackQueries(
      Catalog catalog,
      StackSums stackSums,
      GroupedSums groupedSums,
      LabelledStacks labelledStacks,
      RememberedStacks remembered,
      int maxTreeNodes) {
    this.catalog = catalog;
    this.stackSums = stackSums;
    this.groupedSums = groupedSums;
    this.labelledStacks = labelledStacks;
    this.remembered = remembered;
    this.maxTreeNodes = maxTreeNodes;
  }

  FlameTree flameGraph(Selection selection, String unit, int maxNodes) {
    if (selection.frames().equals(FrameFilter.NONE)) {
      return ofAllFrames(
          selection, sums -> sums.tree(selection.type(), unit, maxTreeNodes, maxNodes));
    }
    FlameTreeBuilder tree = new FlameTreeBuilder(maxTreeNodes);
    read(selection, tree::add);
    return tree.build(selection.type(), unit, maxNodes);
  }

  TopTable top(Selection selection, String unit) {
    if (selection.frames().equals(FrameFilter.NONE)) {
      return ofAllFrames(selection, sums -> sums.top(unit));
    }
    TopTableBuilder table = new TopTableBuilder();
    read(selection, table::add);
    return table.build(unit);
  }

  private <T> T ofAllFrames(Selection selection, Function<TrieSums, T> make) {
    return stackSums.read(
        selection,
        answer -> {
          checkNames(selection, answer.windows());
          return make.apply(remembered.sums(answer));
        });
  }

  FunctionCalls calls(Selection selection, String unit, String function, int maxNodes) {
    FunctionCallsBuilder calls = new FunctionCallsBuilder(function, maxTreeNodes);
    read(selection, calls::add);
    if (calls.isUnknown()) {
      throw new QueryException(
          Reason.NOT_FOUND,
          "The function '%s' is on no stack trace of this selection. Write its name as /api/v1/top does."
              .formatted(function));
    }
    return calls.build(selection.type(), unit, maxNodes);
  }

  StackTable stacks(Selection selection, String unit) {
    List<StackTable.Row> rows = new ArrayList<>();
    long profiledNanos = rows(selection, rows).profiledNanos();
    return new StackTable(selection.type(), unit, profiledNanos, rows);
  }

  /** With labels, unless these have become frames. */
  private WindowSums.Total rows(Selection selection, List<StackTable.Row> rows) {
    if (!selection.frames().by().isEmpty()) {
      return read(
          selection,
          (frames, value, samples) ->
              rows.add(StackTable.Row.of(frames, List.of(), value, samples)));
    }
    FrameSieve sieve = new FrameSieve(selection.frames());
    WindowSums.Total windows =
        labelledStacks.read(
            selection,
            (frames, labels, value, samples) -> {
              if (sieve.keeps(frames)) {
                rows.add(StackTable.Row.of(sieve.shown(frames), labels, value, samples));
              }
            });
    checkNames(selection, windows);
    return windows;
  }

  private WindowSums.Total read(Selection selection, StackSums.Sink sink) {
    WindowSums.Total windows =
        selection.frames().by().isEmpty()
            ? stackSums.read(selection, sifted(selection, sink))
            : groupedSums.read(selection, grouped(selection, sink));
    checkNames(selection, windows);
    return windows;
  }

  private void checkNames(Selection selection, WindowSums.Total windows) {
    if (windows.rows() == 0) {
      catalog.checkNames(selection);
    }
  }

  private static StackSums.Sink sifted(Selection selection, StackSums.Sink sink) {
    FrameSieve sieve = new FrameSieve(selection.frames());
    return (frames, value, samples) -> {
      if (sieve.keeps(frames)) {
        sink.accept(sieve.shown(frames), value, samples);
      }
    };
  }

  private static GroupedSums.Sink grouped(Selection selection, StackSums.Sink sink) {
    FrameSieve sieve = new FrameSieve(selection.frames());
    return (frames, root, value, samples) -> {
      if (sieve.keeps(frames)) {
        StackFrame[] shown = sieve.shown(frames);
        StackFrame[] rooted = Arrays.copyOf(shown, shown.length + 1);
        rooted[shown.length] = root;
        sink.accept(rooted, value, samples);
      }
    };
  }
}

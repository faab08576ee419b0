package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;

/** A comparison added up frame by frame, to tell whether one by nodes is right. */
final class PlainDiff {
  private final FunctionTable functions = new FunctionTable();
  private final PrefixTree tree = new PrefixTree(DiffBuilder.SIDES, Integer.MAX_VALUE);
  private final PrefixTree ownCode = new PrefixTree(DiffBuilder.SIDES, Integer.MAX_VALUE);
  private final SideTally[] sides;

  PlainDiff(BlockPlan base, BlockPlan target) {
    sides = new SideTally[] {new SideTally(base), new SideTally(target)};
  }

  void add(int side, StackFrame[] leafFirst, long samples, double squares, long[] blocks) {
    long value = Arrays.stream(blocks).sum();
    int[] path = new int[leafFirst.length];
    int[] own = new int[leafFirst.length];
    int depth = 0;
    for (int i = 0; i < path.length; i++) {
      path[i] = functions.number(leafFirst[i], value);
      boolean ofJdk = leafFirst[i].function().startsWith("java.");
      if (!Platform.includes(leafFirst[i].kind(), ofJdk) || depth == 0 && i == path.length - 1) {
        own[depth++] = path[i];
      }
    }
    tree.addSelf(tree.node(path, path.length), side, value);
    ownCode.addSelf(ownCode.node(own, depth), side, value);
    add(sides[side], path, value, samples, squares, blocks);
  }

  DiffBuilder builder() {
    return new DiffBuilder(
        functions, tree, ownCode, sides[DiffBuilder.BASE], sides[DiffBuilder.TARGET]);
  }

  /** Adds a stack trace to a tally. */
  static void add(
      SideTally tally, int[] leafFirst, long value, long samples, double squares, long[] blocks) {
    add(tally.all(), value, samples, squares, blocks);
    add(tally.filled(leafFirst[0]).self, value, samples, squares, blocks);
    for (int function : Arrays.stream(leafFirst).distinct().toArray()) {
      add(tally.filled(function).total, value, samples, squares, blocks);
    }
  }

  private static void add(
      FunctionTally.Part part, long value, long samples, double squares, long[] blocks) {
    part.add(value, samples, squares);
    for (int block = 0; block < blocks.length; block++) {
      part.blocks[block] += blocks[block];
    }
  }
}

package dev.cresset.collector.query;

import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.DiffTree;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.List;

/** Merges two sides' stack traces and compares them. One thread. */
final class DiffBuilder {
  private static final int BASE = 0;
  private static final int TARGET = 1;
  private static final double DOUBTFUL_SAMPLES = 10;

  private final FunctionTable functions = new FunctionTable();
  private final PrefixTree tree;

  /** The same without the platform's frames, or with the outermost if there are no others. */
  private final PrefixTree ownCode;

  private final SideTally base;
  private final SideTally target;
  private int[] path = new int[256];
  private int[] ownPath = new int[256];
  private long[] baseTotals;
  private long[] targetTotals;

  DiffBuilder(BlockPlan basePlan, BlockPlan targetPlan, int maxTreeNodes) {
    tree = new PrefixTree(2, maxTreeNodes);
    ownCode = new PrefixTree(2, maxTreeNodes);
    base = new SideTally(basePlan);
    target = new SideTally(targetPlan);
  }

  void addBase(StackFrame[] leafFirst, long value, long samples, double squares, long[] blocks) {
    add(BASE, leafFirst, value);
    base.add(path, leafFirst.length, value, samples, squares, blocks);
  }

  void addTarget(StackFrame[] leafFirst, long value, long samples, double squares, long[] blocks) {
    add(TARGET, leafFirst, value);
    target.add(path, leafFirst.length, value, samples, squares, blocks);
  }

  private void add(int side, StackFrame[] leafFirst, long value) {
    if (path.length < leafFirst.length) {
      path = new int[leafFirst.length * 2];
      ownPath = new int[path.length];
    }
    int ownDepth = 0;
    for (int i = 0; i < leafFirst.length; i++) {
      path[i] = functions.number(leafFirst[i], value);
      boolean outermostOfNone = ownDepth == 0 && i == leafFirst.length - 1;
      if (outermostOfNone || !Platform.includes(leafFirst[i])) {
        ownPath[ownDepth++] = path[i];
      }
    }
    tree.addSelf(tree.node(path, leafFirst.length), side, value);
    ownCode.addSelf(ownCode.node(ownPath, ownDepth), side, value);
  }

  FunctionTally.Part base() {
    return base.all();
  }

  FunctionTally.Part target() {
    return target.all();
  }

  /** To be called when all stack traces are there. */
  Comparison compare(int maxNodes) {
    baseTotals = tree.totals(BASE);
    targetTotals = tree.totals(TARGET);
    FunctionChanges changes = new FunctionChanges(functions, base, target);
    Cost cost = changes.cost();
    double scale = Double.isNaN(cost.ratio()) ? 1 : cost.ratio();
    ChangeAttribution attribution =
        new ChangeAttribution(
            ownCode,
            functions.size(),
            shares(ownCode.totals(BASE), 1),
            shares(ownCode.totals(TARGET), scale),
            DOUBTFUL_SAMPLES / Math.max(1, base.all().effectiveSamples()));
    double[] own = attribution.ownChanges();
    return new Comparison(cost, diffTree(maxNodes), changes.ranked(own));
  }

  record Comparison(Cost cost, DiffTree tree, List<FunctionChange> changes) {}

  private static double[] shares(long[] totals, double scale) {
    double[] shares = new double[totals.length];
    for (int node = 0; node < shares.length && totals[0] > 0; node++) {
      shares[node] = scale * totals[node] / totals[0];
    }
    return shares;
  }

  private DiffTree diffTree(int maxNodes) {
    TreeLayout layout = TreeLayout.of(tree, functions, weights(), maxNodes);
    TreeLayout.Names names = layout.names();
    return new DiffTree(
        names.names(),
        names.kinds(),
        layout.parents(),
        names.functions(),
        layout.longs(node -> tree.self(BASE, node)),
        layout.longs(node -> baseTotals[node]),
        layout.longs(node -> tree.self(TARGET, node)),
        layout.longs(node -> targetTotals[node]),
        layout.truncatedNodes(),
        layout.truncated(baseTotals),
        layout.truncated(targetTotals));
  }

  /** A node is as large as on the side where its share is larger. */
  private long[] weights() {
    double[] before = shares(baseTotals, 1);
    double[] after = shares(targetTotals, 1);
    long[] weights = new long[before.length];
    for (int node = 0; node < weights.length; node++) {
      weights[node] = (long) (Math.max(before[node], after[node]) * (1L << 52));
    }
    return weights;
  }
}

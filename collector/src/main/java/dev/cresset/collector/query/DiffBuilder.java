package dev.cresset.collector.query;

import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.DiffTree;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import java.util.List;

/**
 * Compares two sides' stack traces, added up by tree node and by function. For one thread, which
 * has others help it.
 */
final class DiffBuilder {
  static final int BASE = 0;
  static final int TARGET = 1;
  static final int SIDES = 2;
  private static final double DOUBTFUL_SAMPLES = 10;

  /** To add up blocks takes 64 bytes for each node, 16 MB for so many. */
  private static final int MANY_NODES = 1 << 18;

  private final FunctionNames functions;
  private final PrefixTree tree;
  private final PrefixTree ownCode;
  private final SideTally base;
  private final SideTally target;
  private final long[] baseTotals;
  private final long[] targetTotals;

  /**
   * @param tree both sides' stack traces, a column each
   * @param ownCode the same without the platform's frames, or with the outermost if there are no
   *     others
   */
  DiffBuilder(
      FunctionNames functions,
      PrefixTree tree,
      PrefixTree ownCode,
      SideTally base,
      SideTally target) {
    this.functions = functions;
    this.tree = tree;
    this.ownCode = ownCode;
    this.base = base;
    this.target = target;
    this.baseTotals = tree.totals(BASE);
    this.targetTotals = tree.totals(TARGET);
  }

  /**
   * Of stack traces that are nodes.
   *
   * @param nodes of the trie that both sides' leaves are of
   * @param maxTreeNodes more nodes than this are refused
   */
  static DiffBuilder of(
      StackTrie.Nodes nodes, ComparedSide base, ComparedSide target, int maxTreeNodes) {
    MetNodes met = new MetNodes(nodes, base.leaves(), target.leaves());
    MetFunctions functions = new MetFunctions(met, () -> weights(met, base, target));
    PlacedTree all = PlacedTree.of(met, functions, SIDES, maxTreeNodes);
    PlacedTree own =
        PlacedTree.ofOwnCode(met, functions, SIDES, maxTreeNodes, base.leaves(), target.leaves());
    for (PlacedTree filled : List.of(all, own)) {
      add(met, base, filled, BASE);
      add(met, target, filled, TARGET);
    }
    List<SideTally> sides = tallies(met, functions, base, target);
    return new DiffBuilder(functions, all.tree(), own.tree(), sides.get(BASE), sides.get(TARGET));
  }

  /** Both at once, unless that would take more memory than it is worth. */
  private static List<SideTally> tallies(
      MetNodes met, MetFunctions functions, ComparedSide base, ComparedSide target) {
    if (met.size() > MANY_NODES) {
      return List.of(
          TallyBuilder.tally(met, functions, base), TallyBuilder.tally(met, functions, target));
    }
    try (Aside<SideTally> after = Aside.of(() -> TallyBuilder.tally(met, functions, target))) {
      SideTally before = TallyBuilder.tally(met, functions, base);
      return List.of(before, after.get());
    }
  }

  private static long[] weights(MetNodes met, ComparedSide base, ComparedSide target) {
    long[] weights = met.totals(base.leaves(), MetFunctions.weights(base.sums().values()));
    long[] more = met.totals(target.leaves(), MetFunctions.weights(target.sums().values()));
    for (int place = 0; place < weights.length; place++) {
      weights[place] += more[place];
    }
    return weights;
  }

  private static void add(MetNodes met, ComparedSide side, PlacedTree tree, int column) {
    long[] values = side.sums().values();
    for (int i = 0; i < values.length; i++) {
      tree.addSelf(met.place(side.leaves()[i]), column, values[i]);
    }
  }

  FunctionTally.Part base() {
    return base.all();
  }

  FunctionTally.Part target() {
    return target.all();
  }

  Comparison compare(int maxNodes) {
    FunctionChanges changes = new FunctionChanges(functions, base, target);
    Cost cost = changes.cost();
    double scale = Double.isNaN(cost.ratio()) ? 1 : cost.ratio();
    try (Aside<List<Judgement>> judgements = Aside.of(changes::judgements)) {
      ChangeAttribution attribution =
          new ChangeAttribution(
              ownCode,
              functions.size(),
              shares(ownCode.totals(BASE), 1),
              shares(ownCode.totals(TARGET), scale),
              DOUBTFUL_SAMPLES / Math.max(1, base.all().effectiveSamples()));
      double[] own = attribution.ownChanges();
      DiffTree shown = diffTree(maxNodes);
      return new Comparison(cost, shown, changes.ranked(judgements.get(), own));
    }
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

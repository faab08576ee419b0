package dev.cresset.collector.query;

/** What one answer has at the nodes of a {@link StackTrie}. One thread. */
final class TrieSums {
  private final MetNodes met;
  private final int[] leaves;
  private final long[] values;
  private final long[] samples;

  /**
   * @param leaves the nodes that the stack traces end in
   * @param values of the stack traces
   * @param samples likewise
   */
  TrieSums(StackTrie.Nodes nodes, int[] leaves, long[] values, long[] samples) {
    this.met = new MetNodes(nodes, leaves);
    this.leaves = leaves;
    this.values = values;
    this.samples = samples;
  }

  /**
   * @param limit more nodes than this are refused
   * @param shownNodes how many nodes to show
   */
  FlameTree tree(String type, String unit, int limit, int shownNodes) {
    MetFunctions functions = functions();
    PlacedTree tree = PlacedTree.of(met, functions, FlameTreeBuilder.COLUMNS, limit);
    for (int i = 0; i < leaves.length; i++) {
      int place = met.place(leaves[i]);
      tree.addSelf(place, FlameTreeBuilder.VALUE, values[i]);
      tree.addSelf(place, FlameTreeBuilder.SAMPLES, samples[i]);
    }
    return FlameTreeBuilder.shown(tree.tree(), functions, type, unit, shownNodes);
  }

  TopTable top(String unit) {
    MetFunctions functions = functions();
    long[] value = met.totals(leaves, values);
    long[] count = met.totals(leaves, samples);
    TopSums sums = new TopSums();
    for (int i = 0; i < leaves.length; i++) {
      sums.addSelf(functions.number(met.place(leaves[i])), values[i]);
    }
    for (int place = 1; place < met.size(); place++) {
      if (!met.recursive(place)) {
        sums.addTotal(functions.number(place), value[place], count[place]);
      }
    }
    return sums.table(unit, functions);
  }

  private MetFunctions functions() {
    return new MetFunctions(met, () -> met.totals(leaves, MetFunctions.weights(values)));
  }
}

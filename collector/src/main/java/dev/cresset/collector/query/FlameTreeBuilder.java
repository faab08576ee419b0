package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;

/** Merges stack traces to a {@link FlameTree}. One thread. */
final class FlameTreeBuilder {
  private static final int VALUE = 0;
  private static final int SAMPLES = 1;

  private final FunctionTable functions;
  private final PrefixTree tree;
  private int[] path = new int[256];

  FlameTreeBuilder(int maxTreeNodes) {
    this(FunctionTable.ALL, maxTreeNodes);
  }

  /**
   * @param root what the root is called
   */
  FlameTreeBuilder(String root, int maxTreeNodes) {
    functions = new FunctionTable(root);
    tree = new PrefixTree(2, maxTreeNodes);
  }

  /**
   * @param leafFirst its frames
   */
  void add(StackFrame[] leafFirst, long value, long samples) {
    if (path.length < leafFirst.length) {
      path = new int[leafFirst.length * 2];
    }
    for (int i = 0; i < leafFirst.length; i++) {
      path[i] = functions.number(leafFirst[i], value);
    }
    int node = tree.node(path, leafFirst.length);
    tree.addSelf(node, VALUE, value);
    tree.addSelf(node, SAMPLES, samples);
  }

  /**
   * @param maxNodes how many nodes to show
   */
  FlameTree build(String type, String unit, int maxNodes) {
    long[] totals = tree.totals(VALUE);
    long[] samples = tree.totals(SAMPLES);
    TreeLayout layout = TreeLayout.of(tree, functions, totals, maxNodes);
    TreeLayout.Names names = layout.names();
    return new FlameTree(
        type,
        unit,
        names.names(),
        names.kinds(),
        layout.parents(),
        names.functions(),
        layout.longs(node -> tree.self(VALUE, node)),
        layout.longs(node -> totals[node]),
        layout.longs(node -> samples[node]),
        layout.truncatedNodes(),
        layout.truncated(totals));
  }
}

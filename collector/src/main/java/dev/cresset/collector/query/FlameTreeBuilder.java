package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;

/** Merges stack traces to a {@link FlameTree}. One thread. */
final class FlameTreeBuilder {
  // Columns of the tree.
  static final int VALUE = 0;
  static final int SAMPLES = 1;
  static final int COLUMNS = 2;

  /** Functions of paths that wait for the tree to grow by them: 16 MiB. */
  private static final int MAX_WAITING = 1 << 22;

  private final FunctionTable functions;
  private final Paths paths = new Paths();
  private final PrefixTree tree;
  private final int maxWaiting;
  private boolean growsAnew = true;

  FlameTreeBuilder(int maxTreeNodes) {
    this(FunctionTable.ALL, maxTreeNodes);
  }

  /**
   * @param root what the root is called
   */
  FlameTreeBuilder(String root, int maxTreeNodes) {
    this(root, maxTreeNodes, MAX_WAITING);
  }

  FlameTreeBuilder(String root, int maxTreeNodes, int maxWaiting) {
    this.functions = new FunctionTable(root);
    this.tree = new PrefixTree(COLUMNS, maxTreeNodes);
    this.maxWaiting = maxWaiting;
  }

  /**
   * @param leafFirst its frames
   */
  void add(StackFrame[] leafFirst, long value, long samples) {
    for (int i = leafFirst.length - 1; i >= 0; i--) {
      paths.append(functions.number(leafFirst[i], value));
    }
    paths.end(value, samples);
    if (paths.functions() >= maxWaiting) {
      growTree();
    }
  }

  /**
   * In their order a path has all it shares with any before it in common with the last one. So the
   * first time, the rest of it is new.
   */
  private void growTree() {
    int[] nodes = new int[paths.longest() + 1];
    paths.inOrder((path, known, value, samples) -> {
      int depth = path.length();
      for (int i = known; i < depth; i++) {
        nodes[i + 1] =
            growsAnew
                ? tree.append(nodes[i], path.function(i))
                : tree.child(nodes[i], path.function(i));
      }
      tree.addSelf(nodes[depth], VALUE, value);
      tree.addSelf(nodes[depth], SAMPLES, samples);
    });
    growsAnew = false;
    paths.clear();
  }

  /**
   * @param maxNodes how many nodes to show
   */
  FlameTree build(String type, String unit, int maxNodes) {
    growTree();
    return shown(tree, functions, type, unit, maxNodes);
  }

  /**
   * What is shown of a tree with our columns.
   *
   * @param maxNodes how many nodes to show
   */
  static FlameTree shown(
      PrefixTree tree, FunctionNames functions, String type, String unit, int maxNodes) {
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

package dev.cresset.collector.query;

/**
 * Where functions are called: by whom, and by whom that was. Not the whole path, since that changes
 * with every frame that somebody puts between, far above.
 */
final class CallContexts {
  private final int[] ofNode;
  private final int[] partOfNode;
  private final int contexts;
  private final int parts;

  CallContexts(PrefixTree tree) {
    ofNode = new int[tree.size()];
    partOfNode = new int[tree.size()];
    Numbering callers = new Numbering();
    Numbering numbers = new Numbering();
    Numbering partNumbers = new Numbering();
    ofNode[0] = numbers.number(FunctionTable.ROOT, callers.number(0, 0));
    for (int node = 1; node < tree.size(); node++) {
      int parent = tree.parent(node);
      int above = Math.max(0, tree.parent(parent));
      int caller = callers.number(tree.function(parent), tree.function(above));
      ofNode[node] = numbers.number(tree.function(node), caller);
      partOfNode[node] = partNumbers.number(ofNode[parent], tree.function(node));
    }
    contexts = numbers.size();
    parts = partNumbers.size();
  }

  /** How many there are. */
  int size() {
    return contexts;
  }

  int of(int node) {
    return ofNode[node];
  }

  /** How many different functions are called from contexts. */
  int parts() {
    return parts;
  }

  /** Which function's call from the parent's context the node belongs to. */
  int partOf(int node) {
    return partOfNode[node];
  }
}

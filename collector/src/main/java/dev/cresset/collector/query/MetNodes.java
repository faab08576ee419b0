package dev.cresset.collector.query;

/**
 * The nodes of a {@link StackTrie} on the way to some stack traces, each in a place: parents before
 * their children, the root in place 0. Safe for use by many threads.
 */
final class MetNodes {
  private final StackTrie.Nodes nodes;

  /** By node; 0 where it is not on the way. */
  private final int[] places;

  // By place.
  private final int[] met;
  private final int[] parents;

  /**
   * @param leaves the nodes that stack traces end in, of each of the answers
   */
  MetNodes(StackTrie.Nodes nodes, int[]... leaves) {
    this.nodes = nodes;
    this.places = new int[nodes.size()];
    this.met = meet(leaves);
    this.parents = new int[met.length];
    for (int place = 1; place < met.length; place++) {
      parents[place] = places[nodes.parent(met[place])];
    }
  }

  private int[] meet(int[][] leaves) {
    int count = 1;
    for (int[] answer : leaves) {
      for (int leaf : answer) {
        count += mark(leaf);
        count += mark(nodes.shown(leaf));
      }
    }
    int[] inOrder = new int[count];
    int next = 1;
    for (int node = 1; node < places.length; node++) {
      if (places[node] != 0) {
        places[node] = next;
        inOrder[next++] = node;
      }
    }
    return inOrder;
  }

  /** Marks all that is not yet on the way to a node. */
  private int mark(int leaf) {
    int count = 0;
    for (int node = leaf; node > 0 && places[node] == 0; node = nodes.parent(node)) {
      places[node] = 1;
      count++;
    }
    return count;
  }

  /** How many there are, the root included. */
  int size() {
    return met.length;
  }

  int place(int node) {
    return places[node];
  }

  int parent(int place) {
    return parents[place];
  }

  /** The place of the node whose path has the same functions and that stands for all such. */
  int shown(int place) {
    return places[nodes.shown(met[place])];
  }

  int function(int place) {
    return nodes.function(met[place]);
  }

  int kind(int place) {
    return nodes.kind(met[place]);
  }

  boolean recursive(int place) {
    return nodes.recursive(met[place]);
  }

  /** How many functions there are, met or not. */
  int functions() {
    return nodes.functions();
  }

  String name(int function) {
    return nodes.name(function);
  }

  /** What each has with all below it. */
  long[] totals(int[] leaves, long[] values) {
    long[] totals = new long[met.length];
    for (int i = 0; i < leaves.length; i++) {
      totals[places[leaves[i]]] += values[i];
    }
    for (int place = met.length - 1; place > 0; place--) {
      totals[parents[place]] += totals[place];
    }
    return totals;
  }
}

package dev.cresset.collector.query;

/**
 * A tree made of {@link MetNodes}.
 *
 * @param nodes of the tree, by place: where what ends there belongs
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PlacedTree(PrefixTree tree, int[] nodes) {
  /** All paths, whichever kinds their functions are of. */
  static PlacedTree of(MetNodes met, MetFunctions functions, int columns, int maxNodes) {
    PrefixTree tree = new PrefixTree(columns, maxNodes, met.size());
    int[] nodes = new int[met.size()];
    for (int place = 1; place < nodes.length; place++) {
      int shown = met.shown(place);
      nodes[place] =
          shown == place
              ? tree.append(nodes[met.parent(place)], functions.number(place))
              : nodes[shown];
    }
    return new PlacedTree(tree, nodes);
  }

  /**
   * The same without the platform's functions, or with the outermost where a path has no others.
   *
   * @param leaves the nodes that stack traces end in
   */
  static PlacedTree ofOwnCode(
      MetNodes met, MetFunctions functions, int columns, int maxNodes, int[]... leaves) {
    PrefixTree tree = new PrefixTree(columns, maxNodes);
    boolean[] ofJdk = Platform.ofJdk(functions);
    int[] nodes = new int[met.size()];
    int[] outermost = new int[met.size()];
    for (int place = 1; place < nodes.length; place++) {
      int parent = met.parent(place);
      int number = functions.number(place);
      outermost[place] = parent == 0 ? number : outermost[parent];
      nodes[place] =
          Platform.includes(FunctionTable.KINDS[met.kind(place)], ofJdk[number])
              ? nodes[parent]
              : tree.child(nodes[parent], number);
    }
    for (int[] side : leaves) {
      for (int leaf : side) {
        int place = met.place(leaf);
        if (nodes[place] == 0) {
          nodes[place] = tree.child(0, outermost[place]);
        }
      }
    }
    return new PlacedTree(tree, nodes);
  }

  void addSelf(int place, int column, long value) {
    tree.addSelf(nodes[place], column, value);
  }
}

package dev.cresset.collector.query;

import java.util.HashMap;
import java.util.Map;

/** What one answer has at the nodes of a {@link StackTrie}. One thread. */
final class TrieSums {
  private final StackTrie.Nodes nodes;
  private final int[] leaves;
  private final long[] values;
  private final long[] samples;

  /** All nodes on the way to the leaves, parents first. */
  private final int[] met;

  /** Where a node is among them. */
  private final int[] place;

  /**
   * @param leaves the nodes that the stack traces end in
   * @param values of the stack traces
   * @param samples likewise
   */
  TrieSums(StackTrie.Nodes nodes, int[] leaves, long[] values, long[] samples) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.values = values;
    this.samples = samples;
    this.place = new int[nodes.size()];
    this.met = meet();
  }

  private int[] meet() {
    int count = 1;
    for (int leaf : leaves) {
      count += mark(leaf);
      count += mark(nodes.shown(leaf));
    }
    int[] inOrder = new int[count];
    int next = 1;
    for (int node = 1; node < place.length; node++) {
      if (place[node] != 0) {
        place[node] = next;
        inOrder[next++] = node;
      }
    }
    return inOrder;
  }

  /** Marks all that is not yet on the way to a node. */
  private int mark(int leaf) {
    int count = 0;
    for (int node = leaf; node > 0 && place[node] == 0; node = nodes.parent(node)) {
      place[node] = 1;
      count++;
    }
    return count;
  }

  /**
   * @param limit more nodes than this are refused
   * @param shownNodes how many nodes to show
   */
  FlameTree tree(String type, String unit, int limit, int shownNodes) {
    PrefixTree tree = new PrefixTree(FlameTreeBuilder.COLUMNS, limit, met.length);
    int[] copies = new int[met.length];
    for (int i = 1; i < met.length; i++) {
      int node = met[i];
      if (nodes.shown(node) == node) {
        copies[i] = tree.append(copies[place[nodes.parent(node)]], nodes.function(node));
      }
    }
    for (int i = 0; i < leaves.length; i++) {
      int copy = copies[place[nodes.shown(leaves[i])]];
      tree.addSelf(copy, FlameTreeBuilder.VALUE, values[i]);
      tree.addSelf(copy, FlameTreeBuilder.SAMPLES, samples[i]);
    }
    return FlameTreeBuilder.shown(tree, new Functions(), type, unit, shownNodes);
  }

  TopTable top(String unit) {
    Functions functions = new Functions();
    long[] value = totals(values);
    long[] count = totals(samples);
    TopSums sums = new TopSums();
    for (int i = 0; i < leaves.length; i++) {
      sums.addSelf(nodes.function(leaves[i]), values[i]);
    }
    for (int i = 1; i < met.length; i++) {
      if (!nodes.recursive(met[i])) {
        sums.addTotal(nodes.function(met[i]), value[i], count[i]);
      }
    }
    return sums.table(unit, functions);
  }

  /** What each node that was met has, with all below it. */
  private long[] totals(long[] ofLeaves) {
    long[] totals = new long[met.length];
    for (int i = 0; i < leaves.length; i++) {
      totals[place[leaves[i]]] += ofLeaves[i];
    }
    for (int i = met.length - 1; i > 0; i--) {
      totals[place[nodes.parent(met[i])]] += totals[i];
    }
    return totals;
  }

  /** The functions of the trie; of those that were met the kinds. */
  private final class Functions implements FunctionNames {
    private static final byte SEVERAL = -1;

    /** One more than the kind; {@link #SEVERAL} where there are more. */
    private final byte[] kinds = new byte[nodes.functions()];

    /** What those with several kinds have of each. */
    private final Map<Integer, long[]> valueByKind = new HashMap<>();

    Functions() {
      boolean several = false;
      for (int i = 1; i < met.length; i++) {
        int function = nodes.function(met[i]);
        byte kind = (byte) (nodes.kind(met[i]) + 1);
        kinds[function] = kinds[function] == 0 || kinds[function] == kind ? kind : SEVERAL;
        several |= kinds[function] == SEVERAL;
      }
      if (several) {
        sumByKind(totals(values));
      }
    }

    private void sumByKind(long[] totals) {
      for (int i = 1; i < met.length; i++) {
        int function = nodes.function(met[i]);
        if (kinds[function] == SEVERAL) {
          valueByKind
                  .computeIfAbsent(function, any -> new long[FunctionTable.KINDS.length])[
                  nodes.kind(met[i])] +=
              Math.max(1, totals[i]);
        }
      }
    }

    @Override
    public int size() {
      return nodes.functions();
    }

    @Override
    public String name(int number) {
      return nodes.name(number);
    }

    @Override
    public FrameKind kind(int number) {
      long[] several = valueByKind.get(number);
      return several == null
          ? FunctionTable.KINDS[Math.max(0, kinds[number] - 1)]
          : FunctionTable.largest(several, 0);
    }
  }
}

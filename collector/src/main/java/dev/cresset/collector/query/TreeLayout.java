package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Which nodes of a tree are shown, in which order: the largest, depth first, siblings by name; and
 * the functions they name.
 */
final class TreeLayout {
  private final PrefixTree tree;
  private final FunctionNames functions;
  private final boolean[] kept;
  private final int[] order;

  private TreeLayout(PrefixTree tree, FunctionNames functions, boolean[] kept) {
    this.tree = tree;
    this.functions = functions;
    this.kept = kept;
    this.order = depthFirst();
  }

  /**
   * @param weights by which nodes are the largest; no node's may be more than its parent's
   */
  static TreeLayout of(PrefixTree tree, FunctionNames functions, long[] weights, int maxNodes) {
    return new TreeLayout(tree, functions, largest(tree, weights, Math.max(1, maxNodes)));
  }

  private static boolean[] largest(PrefixTree tree, long[] weights, int maxNodes) {
    boolean[] kept = new boolean[tree.size()];
    if (tree.size() <= maxNodes) {
      Arrays.fill(kept, true);
      return kept;
    }
    long smallest = Largest.smallestOf(weights, maxNodes);
    long above = Arrays.stream(weights).filter(weight -> weight > smallest).count();
    long equal = maxNodes - above;
    for (int node = 0; node < kept.length; node++) {
      // Of equals the first are taken: parents before children.
      boolean large = weights[node] > smallest || weights[node] == smallest && equal-- > 0;
      kept[node] = node == 0 || large && kept[tree.parent(node)];
    }
    return kept;
  }

  private int[] depthFirst() {
    int[] nodes = keptNodes();
    int[] firstChild = firstChildren(nodes);
    int[] siblings = siblings(nodes, firstChild);
    int[] result = new int[siblings.length + 1];
    int[] pending = new int[siblings.length + 1];
    int depth = 1;
    int count = 0;
    while (depth > 0) {
      int node = pending[--depth];
      result[count++] = node;
      for (int i = firstChild[node + 1] - 1; i >= firstChild[node]; i--) {
        pending[depth++] = siblings[i];
      }
    }
    return result;
  }

  /** The kept nodes but the root. */
  private int[] keptNodes() {
    int[] nodes = new int[kept.length];
    int count = 0;
    for (int node = 1; node < kept.length; node++) {
      if (kept[node]) {
        nodes[count++] = node;
      }
    }
    return Arrays.copyOf(nodes, count);
  }

  /** The nodes by parent, and those of a parent by name. */
  private int[] siblings(int[] nodes, int[] firstChild) {
    int[] next = firstChild.clone();
    int[] siblings = new int[nodes.length];
    for (int node : nodes) {
      siblings[next[tree.parent(node)]++] = node;
    }
    for (int node = 0; node < tree.size(); node++) {
      if (firstChild[node + 1] - firstChild[node] > 1) {
        sortByName(siblings, firstChild[node], firstChild[node + 1]);
      }
    }
    return siblings;
  }

  private void sortByName(int[] nodes, int from, int to) {
    Integer[] sorted = new Integer[to - from];
    Arrays.setAll(sorted, i -> nodes[from + i]);
    Arrays.sort(sorted, Comparator.comparing(node -> functions.name(tree.function(node))));
    for (int i = from; i < to; i++) {
      nodes[i] = sorted[i - from];
    }
  }

  /** Where each node's children begin among all by parent; they end where the next's begin. */
  private int[] firstChildren(int[] nodes) {
    int[] first = new int[tree.size() + 1];
    for (int node : nodes) {
      first[tree.parent(node) + 1]++;
    }
    Arrays.parallelPrefix(first, Integer::sum);
    return first;
  }

  int size() {
    return order.length;
  }

  int truncatedNodes() {
    return tree.size() - order.length;
  }

  /** What the left-out nodes have, each counted once. */
  long truncated(long[] totals) {
    long sum = 0;
    for (int node = 1; node < kept.length; node++) {
      if (!kept[node] && kept[tree.parent(node)]) {
        sum += totals[node];
      }
    }
    return sum;
  }

  long[] longs(IntToLongFunction value) {
    return Arrays.stream(order).mapToLong(value::applyAsLong).toArray();
  }

  int[] parents() {
    int[] place = new int[tree.size()];
    int[] parents = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
      parents[i] = i == 0 ? -1 : place[tree.parent(order[i])];
    }
    return parents;
  }

  /** The functions the shown nodes name, the root's first. */
  Names names() {
    int[] place = new int[functions.size()];
    int[] shown = new int[order.length];
    List<String> names = new ArrayList<>();
    List<FrameKind> kinds = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      int number = tree.function(order[i]);
      if (place[number] == 0) {
        names.add(functions.name(number));
        kinds.add(functions.kind(number));
        place[number] = names.size();
      }
      shown[i] = place[number] - 1;
    }
    return new Names(names, kinds.toArray(new FrameKind[0]), shown);
  }

  /**
   * @param functions of each shown node, an index into {@code names}
   */
  record Names(List<String> names, FrameKind[] kinds, int[] functions) {}
}

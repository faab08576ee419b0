package dev.cresset.collector.query;

import dev.cresset.collector.pprof.Limit;
import java.util.Arrays;

/**
 * Stack traces merged from the root down by function, with several values at each node. Node 0 is
 * the root, and a parent has a smaller number than its children. One thread.
 */
final class PrefixTree {
  private final LongIntMap children = new LongIntMap();
  private final int maxNodes;
  private int[] parent;
  private int[] function;
  private final long[][] self;
  private int size = 1;

  /** How many nodes can be found by their parents; the root need not be. */
  private int indexed = 1;

  /**
   * @param columns how many values a node has
   * @param maxNodes past which adding is refused, to bound memory
   */
  PrefixTree(int columns, int maxNodes) {
    this(columns, maxNodes, 1024);
  }

  /**
   * @param expected how many nodes there will be, about
   */
  PrefixTree(int columns, int maxNodes, int expected) {
    this.maxNodes = maxNodes;
    this.parent = new int[expected];
    this.function = new int[expected];
    this.self = new long[columns][expected];
    parent[0] = -1;
    function[0] = FunctionTable.ROOT;
  }

  /**
   * The node of a path, made where it is not there.
   *
   * @param leafFirst function numbers, of which the first {@code depth} count
   */
  int node(int[] leafFirst, int depth) {
    int node = 0;
    for (int i = depth - 1; i >= 0; i--) {
      node = child(node, leafFirst[i]);
    }
    return node;
  }

  /** A node's child, made where it is not there. */
  int child(int node, int childFunction) {
    index();
    int known = children.get(key(node, childFunction));
    return known != LongIntMap.ABSENT ? known : append(node, childFunction);
  }

  /** What was appended is only put where it can be found when somebody looks for something. */
  private void index() {
    for (; indexed < size; indexed++) {
      children.putIfAbsent(key(parent[indexed], function[indexed]), indexed);
    }
  }

  private static long key(int node, int childFunction) {
    return (long) node << 32 | childFunction;
  }

  /** Makes a child that the node is known not to have yet. */
  int append(int node, int childFunction) {
    if (size >= maxNodes) {
      throw tooLarge(maxNodes);
    }
    if (size == parent.length) {
      grow();
    }
    parent[size] = node;
    function[size] = childFunction;
    return size++;
  }

  static QueryException tooLarge(int maxNodes) {
    return QueryException.tooLarge(
        new Limit("query.max-tree-nodes", maxNodes),
        "The answer has more than " + maxNodes + " tree nodes",
        "Ask for a shorter time range, or for one release, instance or label value.",
        null);
  }

  private void grow() {
    int capacity = Math.max(16, size * 2);
    parent = Arrays.copyOf(parent, capacity);
    function = Arrays.copyOf(function, capacity);
    for (int column = 0; column < self.length; column++) {
      self[column] = Arrays.copyOf(self[column], capacity);
    }
  }

  void addSelf(int node, int column, long value) {
    self[column][node] += value;
  }

  int size() {
    return size;
  }

  int parent(int node) {
    return parent[node];
  }

  int function(int node) {
    return function[node];
  }

  long self(int column, int node) {
    return self[column][node];
  }

  /** A column's values of each node and all below it. */
  long[] totals(int column) {
    long[] totals = Arrays.copyOf(self[column], size);
    for (int node = size - 1; node > 0; node--) {
      totals[parent[node]] += totals[node];
    }
    return totals;
  }
}

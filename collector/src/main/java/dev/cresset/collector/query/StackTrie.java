package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The stack traces of many answers as one tree, from the root down: a stack trace is the node it
 * ends in, and what an answer has of it needs no look at its frames. Node 0 is the root, and a
 * parent has a smaller number than its children. It only grows. Safe for use by many threads.
 *
 * <p>A function can be seen as inlined here and on its own there. Nodes whose paths have the same
 * functions are told apart by that; the first of them is what all of them are {@linkplain
 * Nodes#shown shown as}.
 */
final class StackTrie {
  static final int ABSENT = LongIntMap.ABSENT;

  private final int maxNodes;
  private final LongIntMap leaves = new LongIntMap();

  /** Of nodes that are shown: the child by its function. */
  private final LongIntMap children = new LongIntMap();

  /**
   * Of all nodes: the child by its function and kind, where it is not shown or its parent is not.
   */
  private final LongIntMap variants = new LongIntMap();

  private final Map<String, Integer> numbers = new HashMap<>();
  private String[] names = new String[1024];
  private int functions = 1;

  /** Which of the paths that were added was the last that had a function. */
  private int[] metIn = new int[1024];

  private int added;
  private int[] parent = new int[1024];
  private int[] shown = new int[1024];

  /** The function's number, times the number of kinds, and the kind's. */
  private int[] symbol = new int[1024];

  /** Whether the function is on the way there already. */
  private boolean[] recursive = new boolean[1024];

  private int size = 1;

  /**
   * @param maxNodes how many it may have, and how many stack traces
   */
  StackTrie(int maxNodes) {
    this.maxNodes = maxNodes;
    parent[0] = -1;
    names[FunctionTable.ROOT] = FunctionTable.ALL;
  }

  /** Fills in the node that each stack trace ends in, {@link #ABSENT} for what is not here. */
  synchronized void find(long[] ids, int[] nodes) {
    for (int i = 0; i < ids.length; i++) {
      nodes[i] = leaves.get(ids[i]);
    }
  }

  /**
   * Takes a stack trace in.
   *
   * @param leafFirst its frames
   * @return the node it ends in; {@link #ABSENT} if there is no room
   */
  synchronized int add(long id, StackFrame[] leafFirst) {
    // Many can end in one node, which differ by lines only; each takes about as much as a node.
    int leaf = leaves.size() < maxNodes ? add(leafFirst) : ABSENT;
    if (leaf != ABSENT) {
      leaves.putIfAbsent(id, leaf);
    }
    return leaf;
  }

  /** Takes in a path that is no stored stack trace, or not all of one. */
  synchronized int add(StackFrame[] leafFirst) {
    added++;
    int node = 0;
    for (int i = leafFirst.length - 1; i >= 0 && node != ABSENT; i--) {
      int function = number(leafFirst[i].function());
      boolean metBefore = metIn[function] == added;
      metIn[function] = added;
      node = child(node, function, leafFirst[i].kind().ordinal(), metBefore);
    }
    return node;
  }

  private int number(String function) {
    Integer known = numbers.putIfAbsent(function, functions);
    if (known != null) {
      return known;
    }
    if (functions == names.length) {
      names = Arrays.copyOf(names, 2 * functions);
      metIn = Arrays.copyOf(metIn, 2 * functions);
    }
    names[functions] = function;
    return functions++;
  }

  private int child(int node, int function, int kind, boolean metBefore) {
    int wanted = function * FunctionTable.KINDS.length + kind;
    int asShown = children.get(key(shown[node], function));
    if (asShown == ABSENT) {
      asShown = append(shown[node], wanted, size, metBefore);
      if (asShown == ABSENT) {
        return ABSENT;
      }
      children.putIfAbsent(key(shown[node], function), asShown);
    }
    if (symbol[asShown] == wanted && shown[node] == node) {
      return asShown;
    }
    int variant = variants.get(key(node, wanted));
    if (variant == ABSENT) {
      variant = append(node, wanted, asShown, metBefore);
      if (variant == ABSENT) {
        return ABSENT;
      }
      variants.putIfAbsent(key(node, wanted), variant);
    }
    return variant;
  }

  private static long key(int node, int number) {
    return (long) node << 32 | number;
  }

  private int append(int above, int wanted, int asShown, boolean metBefore) {
    if (size == maxNodes) {
      return ABSENT;
    }
    if (size == parent.length) {
      parent = Arrays.copyOf(parent, 2 * size);
      shown = Arrays.copyOf(shown, 2 * size);
      symbol = Arrays.copyOf(symbol, 2 * size);
      recursive = Arrays.copyOf(recursive, 2 * size);
    }
    parent[size] = above;
    shown[size] = asShown;
    symbol[size] = wanted;
    recursive[size] = metBefore;
    return size++;
  }

  /** What there is now. */
  synchronized Nodes nodes() {
    return new Nodes(parent, shown, symbol, recursive, size, names, functions);
  }

  /**
   * The nodes there were at a time. Of those nothing changes any more; the arrays are the trie's
   * own, which may go on behind them.
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Nodes(
      int[] parents,
      int[] shownAs,
      int[] symbols,
      boolean[] recursives,
      int size,
      String[] names,
      int functions) {

    int parent(int node) {
      return parents[node];
    }

    /** The node whose path has the same functions and that stands for all such; or itself. */
    int shown(int node) {
      return shownAs[node];
    }

    int function(int node) {
      return symbols[node] / FunctionTable.KINDS.length;
    }

    int kind(int node) {
      return symbols[node] % FunctionTable.KINDS.length;
    }

    /** Whether the function is on the way to the node already. */
    boolean recursive(int node) {
      return recursives[node];
    }

    String name(int function) {
      return names[function];
    }
  }
}

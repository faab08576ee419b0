package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Says in which functions a change starts.
 *
 * <p>When a method becomes slower, so do all that call it; and when it calls something more often,
 * what it calls takes more though it is as fast as ever. So each node's own change moves to the
 * caller as far as it is particular to this caller: as far as the function did not change alike
 * under all its callers. A function that is new stays with the outermost new function, and the
 * class of an allocated object always with who allocates it. Nothing is lost: the functions'
 * changes add up to the whole change.
 */
final class ChangeAttribution {
  /** Callers with less than this part of a function do not say how it changed in common. */
  private static final double NOTABLE = 0.1;

  private final PrefixTree tree;
  private final FunctionTable functions;
  private final double[] before;
  private final double[] after;
  private final LongIntMap contextNumbers = new LongIntMap();
  private final List<Context> contexts = new ArrayList<>();
  private final int[] contextOfNode;
  private final double[] functionBefore;
  private final double[] functionAfter;
  private final double[] commonGrowth;

  /**
   * @param before each node's total in the base
   * @param after each node's total in the target, in the same measure
   */
  ChangeAttribution(PrefixTree tree, FunctionTable functions, double[] before, double[] after) {
    this.tree = tree;
    this.functions = functions;
    this.before = before;
    this.after = after;
    this.contextOfNode = new int[tree.size()];
    this.functionBefore = new double[functions.size()];
    this.functionAfter = new double[functions.size()];
    this.commonGrowth = new double[functions.size()];
    collectContexts();
    findCommonGrowth();
  }

  private void collectContexts() {
    for (int node = 1; node < tree.size(); node++) {
      int function = tree.function(node);
      int caller = tree.function(tree.parent(node));
      if (function == caller) {
        continue;
      }
      long key = (long) caller << 32 | function;
      int known = contextNumbers.putIfAbsent(key, contexts.size());
      contextOfNode[node] = known == LongIntMap.ABSENT ? contexts.size() : known;
      if (known == LongIntMap.ABSENT) {
        contexts.add(new Context(function));
      }
      contexts.get(contextOfNode[node]).add(before[node], after[node]);
      functionBefore[function] += before[node];
      functionAfter[function] += after[node];
    }
  }

  private void findCommonGrowth() {
    boolean[] seen = new boolean[functions.size()];
    for (Context context : contexts) {
      int function = context.function;
      if (context.before <= NOTABLE * functionBefore[function]) {
        continue;
      }
      double growth = context.growth();
      commonGrowth[function] = seen[function] ? common(commonGrowth[function], growth) : growth;
      seen[function] = true;
    }
  }

  private static double common(double a, double b) {
    if (a * b <= 0) {
      return 0;
    }
    return Math.abs(a) < Math.abs(b) ? a : b;
  }

  /** What starts in each function; in the root's, what no function explains. */
  double[] ownChanges() {
    double[] moving = new double[tree.size()];
    for (int node = 0; node < moving.length; node++) {
      moving[node] += after[node] - before[node];
      if (node > 0) {
        moving[tree.parent(node)] -= after[node] - before[node];
      }
    }
    double[] own = new double[functions.size()];
    for (int node = moving.length - 1; node > 0; node--) {
      double passedOn = moving[node] * partOfCaller(node);
      own[tree.function(node)] += moving[node] - passedOn;
      moving[tree.parent(node)] += passedOn;
    }
    own[FunctionTable.ROOT] = moving[0];
    return own;
  }

  private double partOfCaller(int node) {
    int function = tree.function(node);
    int caller = tree.function(tree.parent(node));
    if (function == caller) {
      return 1;
    }
    if (caller != FunctionTable.ROOT && functions.kind(function) == FrameKind.CLASS) {
      return 1;
    }
    if (functionBefore[function] == 0) {
      return caller != FunctionTable.ROOT && functionBefore[caller] == 0 ? 1 : 0;
    }
    if (functionAfter[function] == 0) {
      return caller != FunctionTable.ROOT && functionAfter[caller] == 0 ? 1 : 0;
    }
    Context context = contexts.get(contextOfNode[node]);
    if (context.before == 0) {
      return 1;
    }
    double growth = context.growth();
    return growth == 0 ? 0 : Math.clamp(1 - commonGrowth[function] / growth, 0, 1);
  }

  /** A function as called by one other. */
  private static final class Context {
    final int function;
    double before;
    double after;

    Context(int function) {
      this.function = function;
    }

    void add(double moreBefore, double moreAfter) {
      before += moreBefore;
      after += moreAfter;
    }

    double growth() {
      return after / before - 1;
    }
  }
}

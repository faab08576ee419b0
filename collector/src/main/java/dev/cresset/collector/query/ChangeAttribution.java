package dev.cresset.collector.query;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Says in which functions a change starts.
 *
 * <p>When a method becomes slower, so do all that call it; and when it calls something more often,
 * what it calls takes more though it is as fast as ever. So a change moves from where it is seen to
 * the caller
 *
 * <ul>
 *   <li>as far as it is particular to this caller: the function did not change alike wherever else
 *       it is called;
 *   <li>as far as all that this caller does changed alike;
 *   <li>for the class of an allocated object, always; and for a function that is new or gone, as
 *       long as the caller is, too.
 * </ul>
 *
 * <p>Nothing is lost: the functions' changes add up to the whole change.
 */
final class ChangeAttribution {
  /** What has less than this part of something does not say how it changed. */
  private static final double NOTABLE = 0.1;

  private final PrefixTree tree;
  private final FunctionTable functions;
  private final double[] before;
  private final double[] after;
  private final double[] functionBefore;
  private final double[] functionAfter;

  /** How much a function grew nearly wherever it is called, as a part of what it had there. */
  private final double[] everywhere;

  /** How much everything notable grew that a node does, itself and by calls. */
  private final double[] within;

  private final int[] notableParts;

  /**
   * @param before each node's total in the base
   * @param after each node's total in the target, in the same measure
   */
  ChangeAttribution(PrefixTree tree, FunctionTable functions, double[] before, double[] after) {
    this.tree = tree;
    this.functions = functions;
    this.before = before;
    this.after = after;
    this.functionBefore = new double[functions.size()];
    this.functionAfter = new double[functions.size()];
    this.everywhere = new double[functions.size()];
    this.within = new double[tree.size()];
    this.notableParts = new int[tree.size()];
    addUpFunctions();
    findGrowthEverywhere();
    findGrowthWithin();
  }

  private void addUpFunctions() {
    for (int node = 1; node < tree.size(); node++) {
      if (!isRecursion(node)) {
        functionBefore[tree.function(node)] += before[node];
        functionAfter[tree.function(node)] += after[node];
      }
    }
  }

  private void findGrowthEverywhere() {
    int[] ends = new int[functions.size()];
    for (int node = 1; node < tree.size(); node++) {
      ends[tree.function(node)]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] byFunction = new int[tree.size() - 1];
    int[] next = ends.clone();
    for (int node = 1; node < tree.size(); node++) {
      byFunction[--next[tree.function(node)]] = node;
    }
    for (int function = 1; function < ends.length; function++) {
      int[] nodes = Arrays.copyOfRange(byFunction, ends[function - 1], ends[function]);
      everywhere[function] = growthEverywhere(function, nodes);
    }
  }

  /** What all places but those with the least growth, a tenth of the function, have at least. */
  private double growthEverywhere(int function, int[] nodes) {
    double direction = Math.signum(functionAfter[function] - functionBefore[function]);
    Iterable<Place> ascending =
        Arrays.stream(nodes)
                .filter(node -> before[node] > 0 && !isRecursion(node))
                .mapToObj(node -> new Place(direction * growth(node), before[node]))
                .sorted(Comparator.comparingDouble(Place::growth))
            ::iterator;
    double below = 0;
    for (Place place : ascending) {
      below += place.before;
      if (below > NOTABLE * functionBefore[function]) {
        return direction * Math.max(0, place.growth);
      }
    }
    return 0;
  }

  private record Place(double growth, double before) {}

  private void findGrowthWithin() {
    double[] selfBefore = self(before);
    double[] selfAfter = self(after);
    for (int node = 1; node < tree.size(); node++) {
      addPart(node, selfBefore[node], selfAfter[node]);
      addPart(tree.parent(node), before[node], after[node]);
    }
  }

  private void addPart(int node, double partBefore, double partAfter) {
    if (partBefore > NOTABLE * before[node]) {
      double growth = partAfter / partBefore - 1;
      within[node] = notableParts[node]++ == 0 ? growth : lesser(within[node], growth);
    }
  }

  private static double lesser(double a, double b) {
    if (a * b <= 0) {
      return 0;
    }
    return Math.abs(a) < Math.abs(b) ? a : b;
  }

  private double[] self(double[] totals) {
    double[] self = Arrays.copyOf(totals, tree.size());
    for (int node = 1; node < tree.size(); node++) {
      self[tree.parent(node)] -= totals[node];
    }
    return self;
  }

  /** What starts in each function; in the root's, what no function explains. */
  double[] ownChanges() {
    double[] moving = self(after);
    double[] selfBefore = self(before);
    Arrays.setAll(moving, node -> moving[node] - selfBefore[node]);
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
    if (caller == FunctionTable.ROOT) {
      return 0;
    }
    if (functions.kind(function) == FrameKind.CLASS) {
      return 1;
    }
    if (functionBefore[function] == 0) {
      return functionBefore[caller] == 0 ? 1 : 0;
    }
    if (functionAfter[function] == 0) {
      return functionAfter[caller] == 0 ? 1 : 0;
    }
    return before[node] == 0 ? 1 : partOfCallerByGrowth(node);
  }

  private double partOfCallerByGrowth(int node) {
    double growth = growth(node);
    if (growth == 0) {
      return 0;
    }
    double particular = 1 - everywhere[tree.function(node)] / growth;
    int parent = tree.parent(node);
    double shared = notableParts[parent] < 2 ? 0 : within[parent] / growth;
    return Math.clamp(Math.max(particular, shared), 0, 1);
  }

  private double growth(int node) {
    return after[node] / before[node] - 1;
  }

  private boolean isRecursion(int node) {
    return tree.function(node) == tree.function(tree.parent(node));
  }
}

package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
 *   <li>for a function that is new or gone, as long as the caller is, too.
 * </ul>
 *
 * <p>Nothing is lost: the functions' changes add up to the whole change.
 */
final class ChangeAttribution {
  /** What has less than this part of something does not say how it changed. */
  private static final double NOTABLE = 0.1;

  private final PrefixTree tree;
  private final int functionCount;
  private final double[] before;
  private final double[] after;
  private final double doubt;
  private final CallContexts contexts;
  private final Sums functions;
  private final Sums places;

  /** How much a function grew nearly wherever it is called, as a part of what it had there. */
  private final double[] everywhere;

  /** How much everything notable grew that is done in a context, there and by calls. */
  private final double[] within;

  /**
   * @param before each node's total in the base
   * @param after each node's total in the target, in the same measure
   * @param doubt what a few samples are worth in this measure: what has less hardly counts as
   *     having changed otherwise than one would think
   */
  ChangeAttribution(
      PrefixTree tree, int functionCount, double[] before, double[] after, double doubt) {
    this.tree = tree;
    this.functionCount = functionCount;
    this.before = before;
    this.after = after;
    this.doubt = doubt;
    this.contexts = new CallContexts(tree);
    this.functions = new Sums(functionCount);
    this.places = new Sums(contexts.size());
    addUp();
    this.everywhere = growthEverywhere();
    this.within = growthWithin();
  }

  /** Before and after of several things. */
  private record Sums(double[] before, double[] after) {
    Sums(int size) {
      this(new double[size], new double[size]);
    }

    void add(int index, double moreBefore, double moreAfter) {
      before[index] += moreBefore;
      after[index] += moreAfter;
    }
  }

  private void addUp() {
    for (int node = 1; node < tree.size(); node++) {
      if (!isRecursion(node)) {
        functions.add(tree.function(node), before[node], after[node]);
      }
      places.add(contexts.of(node), before[node], after[node]);
    }
  }

  private double[] growthEverywhere() {
    List<List<Place>> ofFunction = new ArrayList<>();
    for (int function = 0; function < functionCount; function++) {
      ofFunction.add(new ArrayList<>());
    }
    boolean[] seen = new boolean[contexts.size()];
    for (int node = 1; node < tree.size(); node++) {
      int context = contexts.of(node);
      if (!seen[context] && !isRecursion(node) && places.before[context] > 0) {
        seen[context] = true;
        ofFunction.get(tree.function(node)).add(new Place(growth(node), places.before[context]));
      }
    }
    double[] growth = new double[functionCount];
    Arrays.setAll(growth, function -> growthEverywhere(function, ofFunction.get(function)));
    return growth;
  }

  private record Place(double growth, double before) {}

  /** What all places but those with the least growth, a tenth of the function, have at least. */
  private double growthEverywhere(int function, List<Place> ofFunction) {
    double direction = Math.signum(functions.after[function] - functions.before[function]);
    ofFunction.sort(Comparator.comparingDouble(place -> direction * place.growth));
    double all = ofFunction.stream().mapToDouble(Place::before).sum();
    double below = 0;
    for (Place place : ofFunction) {
      below += place.before;
      if (below > NOTABLE * all) {
        return direction * Math.max(0, direction * place.growth);
      }
    }
    return 0;
  }

  private double[] growthWithin() {
    Sums calls = new Sums(contexts.parts());
    int[] caller = new int[contexts.parts()];
    Sums self = new Sums(places.before.clone(), places.after.clone());
    for (int node = 1; node < tree.size(); node++) {
      int context = contexts.of(tree.parent(node));
      calls.add(contexts.partOf(node), before[node], after[node]);
      caller[contexts.partOf(node)] = context;
      self.add(context, -before[node], -after[node]);
    }
    double[] growth = new double[contexts.size()];
    int[] notable = new int[contexts.size()];
    for (int context = 0; context < growth.length; context++) {
      addPart(growth, notable, context, self.before[context], self.after[context]);
    }
    for (int call = 0; call < caller.length; call++) {
      addPart(growth, notable, caller[call], calls.before[call], calls.after[call]);
    }
    // What does one thing only did not do everything alike.
    Arrays.setAll(growth, context -> notable[context] < 2 ? 0 : growth[context]);
    return growth;
  }

  private void addPart(
      double[] growth, int[] notable, int context, double partBefore, double partAfter) {
    if (partBefore > NOTABLE * places.before[context]) {
      double grown = (partAfter + doubt) / (partBefore + doubt) - 1;
      growth[context] = notable[context]++ == 0 ? grown : lesser(growth[context], grown);
    }
  }

  private static double lesser(double a, double b) {
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
    double[] own = new double[functionCount];
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
    if (functions.before[function] == 0) {
      return functions.before[caller] == 0 ? 1 : 0;
    }
    if (functions.after[function] == 0) {
      return functions.after[caller] == 0 ? 1 : 0;
    }
    return partOfCallerByGrowth(node);
  }

  private double partOfCallerByGrowth(int node) {
    double growth = growth(node);
    if (growth == 0 || Double.isNaN(growth)) {
      return 0;
    }
    double particular = 1 - everywhere[tree.function(node)] / growth;
    double shared = within[contexts.of(tree.parent(node))] / growth;
    return Math.clamp(Math.max(particular, shared), 0, 1);
  }

  /** How much a function grew in a place; as much as elsewhere, as far as samples do not tell. */
  private double growth(int node) {
    int function = tree.function(node);
    int context = contexts.of(node);
    double usual = functions.after[function] / functions.before[function];
    return (places.after[context] + doubt * usual) / (places.before[context] + doubt) - 1;
  }

  private boolean isRecursion(int node) {
    return tree.function(node) == tree.function(tree.parent(node));
  }
}

package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;

/**
 * What each function has on one side of a comparison: all together, and in each of the blocks whose
 * differences tell chance from change. Functions are numbered alike on both sides. One thread.
 */
final class SideTally {
  /** Functions times blocks that are kept at most, twice; 64 MB. */
  private static final int MAX_CELLS = 4 << 20;

  private final BlockPlan plan;
  private final FunctionTally.Part all;
  private final List<FunctionTally> functions = new ArrayList<>();
  private int known;

  SideTally(BlockPlan plan) {
    this.plan = plan;
    this.all = new FunctionTally.Part(plan.blocks());
  }

  /** What a function has, made where there is nothing yet, to be added to. */
  FunctionTally filled(int number) {
    while (functions.size() <= number) {
      functions.add(FunctionTally.NONE);
    }
    FunctionTally function = functions.get(number);
    if (function == FunctionTally.NONE) {
      function = new FunctionTally(blocks());
      functions.set(number, function);
      checkSize(++known);
    }
    return function;
  }

  private void checkSize(int count) {
    if ((long) count * blocks() > MAX_CELLS) {
      throw new QueryException(
          QueryException.Reason.TOO_LARGE,
          "More than "
              + (count - 1)
              + " functions are too many to compare. Ask for a shorter time range, or for one"
              + " instance or label value.");
    }
  }

  int blocks() {
    return plan.blocks();
  }

  int instances() {
    return plan.groups();
  }

  /** Whether instances have several blocks each, so that both kinds of difference can be seen. */
  boolean hasBlocksWithinInstances() {
    return plan.groups() > 1 && plan.slots() > 1;
  }

  /** Whether stretches are of several blocks. */
  boolean hasLongerStretches() {
    return plan.stretches() < plan.slots();
  }

  /** A part relative to a whole, with the variance that blocks show. */
  Estimate byBlocks(FunctionTally.Part part, FunctionTally.Part whole) {
    return Estimate.ofRatio(part.blocks(blocks()), whole.blocks(blocks()));
  }

  /** The same with the variance that stretches of blocks show. */
  Estimate byStretches(FunctionTally.Part part, FunctionTally.Part whole) {
    return byGroups(part, whole, plan.stretchOfBlock(), plan.groups() * plan.stretches());
  }

  /** The same with the variance that instances show. */
  Estimate byInstances(FunctionTally.Part part, FunctionTally.Part whole) {
    return byGroups(part, whole, plan.groupOfBlock(), plan.groups());
  }

  private static Estimate byGroups(
      FunctionTally.Part part, FunctionTally.Part whole, int[] groupOfBlock, int groups) {
    return Estimate.ofRatio(part.groups(groupOfBlock, groups), whole.groups(groupOfBlock, groups));
  }

  /** Everything, whichever the function. */
  FunctionTally.Part all() {
    return all;
  }

  FunctionTally function(int number) {
    return number < functions.size() ? functions.get(number) : FunctionTally.NONE;
  }
}

package dev.cresset.collector.query;

import java.util.Arrays;

/**
 * Adds up what functions have on one side of a comparison: once for each node that its stack traces
 * pass, and not for each frame of them. One thread.
 */
final class TallyBuilder {
  private final MetNodes met;
  private final MetFunctions functions;
  private final BlockSums sums;
  private final SideTally tally;

  /** Where the stack traces end. */
  private final int[] ends;

  /** What nodes have with all below them, by place. */
  private final long[] values;

  private final long[] samples;

  /** Where the blocks of the functions that stack traces end in are added up, by stack trace. */
  private final double[][] selfBlocksOf;

  /** Where a function's blocks are added up, by place; null where there is nothing to add. */
  private final double[][] blocksOf;

  private TallyBuilder(MetNodes met, MetFunctions functions, ComparedSide side) {
    this.met = met;
    this.functions = functions;
    this.sums = side.sums();
    this.tally = new SideTally(side.plan());
    this.ends = Arrays.stream(side.leaves()).map(met::place).toArray();
    this.values = met.totals(side.leaves(), sums.values());
    this.samples = met.totals(side.leaves(), sums.samples());
    this.selfBlocksOf = new double[ends.length][];
    this.blocksOf = new double[met.size()][];
  }

  static SideTally tally(MetNodes met, MetFunctions functions, ComparedSide side) {
    TallyBuilder builder = new TallyBuilder(met, functions, side);
    builder.addSelf();
    builder.addTotals();
    double[] ofNodes = new double[Math.multiplyExact(met.size(), BlockSums.WIDTH)];
    for (int first = 0; first < side.plan().blocks(); first += BlockSums.WIDTH) {
      builder.addBlocks(first, ofNodes);
    }
    return builder.tally;
  }

  private void addSelf() {
    long[] value = sums.values();
    long[] count = sums.samples();
    double[] squares = sums.squares();
    for (int i = 0; i < ends.length; i++) {
      tally.all().add(value[i], count[i], squares[i]);
      FunctionTally.Part self = tally.filled(functions.number(ends[i])).self;
      self.add(value[i], count[i], squares[i]);
      selfBlocksOf[i] = self.blocks;
    }
  }

  private void addTotals() {
    double[] squares = new double[met.size()];
    double[] ofStacks = sums.squares();
    for (int i = 0; i < ends.length; i++) {
      squares[ends[i]] += ofStacks[i];
    }
    for (int place = squares.length - 1; place > 0; place--) {
      squares[met.parent(place)] += squares[place];
      if (hasAnything(place) && !met.recursive(place)) {
        FunctionTally.Part total = tally.filled(functions.number(place)).total;
        total.add(values[place], samples[place], squares[place]);
        blocksOf[place] = total.blocks;
      }
    }
  }

  private boolean hasAnything(int place) {
    return values[place] != 0 || samples[place] != 0;
  }

  /**
   * Adds up some blocks.
   *
   * @param ofNodes what nodes have in those blocks, by place
   */
  private void addBlocks(int first, double[] ofNodes) {
    Arrays.fill(ofNodes, 0);
    int count = Math.min(BlockSums.WIDTH, tally.blocks() - first);
    double[] ofStack = new double[BlockSums.WIDTH];
    for (int i = 0; i < ends.length; i++) {
      Arrays.fill(ofStack, 0);
      sums.addTo(ofStack, 0, i, first);
      add(ofStack, 0, ofNodes, ends[i] * BlockSums.WIDTH, count);
      add(ofStack, 0, selfBlocksOf[i], first, count);
    }
    for (int place = met.size() - 1; place > 0; place--) {
      if (hasAnything(place)) {
        int from = place * BlockSums.WIDTH;
        add(ofNodes, from, ofNodes, met.parent(place) * BlockSums.WIDTH, count);
        if (blocksOf[place] != null) {
          add(ofNodes, from, blocksOf[place], first, count);
        }
      }
    }
    add(ofNodes, 0, tally.all().blocks, first, count);
  }

  private static void add(double[] some, int from, double[] sums, int to, int count) {
    for (int i = 0; i < count; i++) {
      sums[to + i] += some[from + i];
    }
  }
}

package dev.cresset.collector.query;

import java.util.List;

/**
 * How much instances differ from each other for good, beyond what their blocks explain, whatever
 * the release: hosts, traffic and data are not alike. Measured over all functions together, since
 * two or three instances say next to nothing about one function; and taken from the side that has
 * several instances where the other has one.
 *
 * @param relative variance of a function's value between instances, in units of its square; 0 where
 *     no side has several instances
 */
record InstanceSpread(double relative) {
  private static final int MIN_SAMPLES = 20;

  static InstanceSpread of(List<SideTally> sides, int functionCount) {
    double numerator = 0;
    double denominator = 0;
    for (SideTally side : sides) {
      if (!side.hasBlocksWithinInstances()) {
        continue;
      }
      for (int number = 1; number < functionCount; number++) {
        FunctionTally.Part part = side.function(number).total;
        Estimate byBlocks = side.byBlocks(part, side.all());
        if (part.samples < MIN_SAMPLES || byBlocks.variance() == 0) {
          continue;
        }
        // Least squares, each function by the precision of its blocks.
        double unit = unit(side, part) / side.instances();
        double weight = unit / byBlocks.variance() / byBlocks.variance();
        double excess = side.byInstances(part, side.all()).variance() - byBlocks.variance();
        numerator += weight * excess;
        denominator += weight * unit;
      }
    }
    return new InstanceSpread(denominator == 0 ? 0 : Math.max(0, numerator / denominator));
  }

  /** What it adds to the variance of a function's share of all there is. */
  double variance(SideTally side, FunctionTally.Part part) {
    // With one block an instance, blocks already show how instances differ.
    boolean shown = side.instances() > 1 && !side.hasBlocksWithinInstances();
    return shown ? 0 : relative * unit(side, part) / side.instances();
  }

  /** The variance of a share if that of the value is its square. */
  private static double unit(SideTally side, FunctionTally.Part part) {
    double share = (double) part.value / side.all().value;
    return share * share * (1 - share) * (1 - share);
  }
}

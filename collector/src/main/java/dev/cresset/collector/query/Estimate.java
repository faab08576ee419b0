package dev.cresset.collector.query;

/** A value with what is known of its error. */
record Estimate(double value, Variance variance) {
  /**
   * The ratio of two sums over blocks, with the variance of the delete-one-block jackknife: robust
   * to blocks of different sizes and to whatever goes on inside a block.
   *
   * @param part what a function has in each block
   * @param whole what there is in each block
   */
  static Estimate ofRatio(double[] part, double[] whole) {
    double parts = sum(part);
    double wholes = sum(whole);
    double ratio = parts / wholes;
    double squares = 0;
    double wholeSquares = 0;
    int blocks = 0;
    for (int block = 0; block < part.length; block++) {
      if (whole[block] == 0 && part[block] == 0) {
        continue;
      }
      // How much the ratio moves when the block is left out; not at all if it is the only one.
      double others = wholes - whole[block];
      double influence = others > 0 ? (part[block] - ratio * whole[block]) / others : 0;
      squares += influence * influence;
      wholeSquares += whole[block] * whole[block];
      blocks++;
    }
    double effectiveBlocks = wholes * wholes / wholeSquares;
    return new Estimate(ratio, new Variance(squares * (blocks - 1) / blocks, effectiveBlocks - 1));
  }

  /** As exact as can be: sums are whole numbers. */
  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** Of the logarithm, by the delta method. */
  Estimate logarithm() {
    return new Estimate(Math.log(value), variance.times(1 / value / value));
  }
}

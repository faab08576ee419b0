package dev.cresset.collector.query;

import java.util.Arrays;

/** What one function has on one side of a comparison. One thread. */
final class FunctionTally {
  /** Of a function that is not there. */
  static final FunctionTally NONE = new FunctionTally(0);

  /** By the stack traces it is the leaf of. */
  final Part self;

  /** By the stack traces it is on, each counted once. */
  final Part total;

  FunctionTally(int blocks) {
    self = new Part(blocks);
    total = new Part(blocks);
  }

  /** A sum over stack traces. */
  static final class Part {
    long value;
    long samples;

    /** The sum of the squared values of single samples. */
    double squares;

    /** {@code value} by block. */
    final double[] blocks;

    Part(int blocks) {
      this.blocks = new double[blocks];
    }

    /** Adds all but what is by block. */
    void add(long moreValue, long moreSamples, double moreSquares) {
      value += moreValue;
      samples += moreSamples;
      squares += moreSquares;
    }

    void add(Part other) {
      value += other.value;
      samples += other.samples;
      squares += other.squares;
      double[] others = other.blocks(blocks.length);
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] += others[i];
      }
    }

    /** Blocks with something in them. */
    int filledBlocks() {
      return (int) Arrays.stream(blocks).filter(sum -> sum > 0).count();
    }

    /** How many samples of equal value would vary as much as these do (Kish). */
    double effectiveSamples() {
      return squares == 0 ? 0 : value * (value / squares);
    }

    /** {@code value} by group of blocks. */
    double[] groups(int[] groupOfBlock, int groups) {
      double[] sums = new double[groups];
      for (int i = 0; i < blocks.length; i++) {
        sums[groupOfBlock[i]] += blocks[i];
      }
      return sums;
    }

    /** {@code value} by block, of which there are {@code count}. */
    double[] blocks(int count) {
      return blocks.length == count ? blocks : new double[count];
    }
  }
}

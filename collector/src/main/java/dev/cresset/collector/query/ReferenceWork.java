package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The part of the work that two sides have in common, to measure the rest against.
 *
 * <p>If one function takes more, the shares of all others shrink, though nothing happened to them.
 * Most functions stay the same from one release to the next, so those in the middle of all ratios
 * are taken as the yardstick: the trimming of Robinson and Oshlack, "A scaling normalization method
 * for differential expression analysis of RNA-seq data" (2010), by self values.
 */
record ReferenceWork(FunctionTally.Part base, FunctionTally.Part target) {
  private static final int MIN_SAMPLES = 10;
  private static final int MIN_FUNCTIONS = 8;

  /** No function's word counts for more than this share of the work has. */
  private static final double MAX_WEIGHT = 0.05;

  private static final double TRIMMED = 0.25;

  /**
   * @param functionCount how many functions there are on both sides
   * @return nothing where too few functions have enough samples
   */
  static Optional<ReferenceWork> of(SideTally base, SideTally target, int functionCount) {
    List<Candidate> candidates = new ArrayList<>();
    for (int number = 1; number < functionCount; number++) {
      FunctionTally.Part before = base.function(number).self;
      FunctionTally.Part after = target.function(number).self;
      if (before.samples >= MIN_SAMPLES && after.samples >= MIN_SAMPLES) {
        candidates.add(
            new Candidate(
                before,
                after,
                (double) before.value / base.all().value,
                (double) after.value / target.all().value));
      }
    }
    return candidates.size() < MIN_FUNCTIONS
        ? Optional.empty()
        : Optional.of(middle(candidates, base.blocks(), target.blocks()));
  }

  private static ReferenceWork middle(
      List<Candidate> candidates, int baseBlocks, int targetBlocks) {
    candidates.sort(Comparator.comparingDouble(Candidate::ratio));
    ReferenceWork middle =
        new ReferenceWork(new FunctionTally.Part(baseBlocks), new FunctionTally.Part(targetBlocks));
    double all = candidates.stream().mapToDouble(Candidate::weight).sum();
    double through = 0;
    for (Candidate candidate : candidates) {
      double below = through;
      through += candidate.weight();
      if (through > TRIMMED * all && below < (1 - TRIMMED) * all) {
        middle.base.add(candidate.before);
        middle.target.add(candidate.after);
      }
    }
    return middle;
  }

  private record Candidate(
      FunctionTally.Part before, FunctionTally.Part after, double baseShare, double targetShare) {
    double ratio() {
      return targetShare / baseShare;
    }

    double weight() {
      return Math.min(MAX_WEIGHT, Math.sqrt(baseShare * targetShare));
    }
  }
}

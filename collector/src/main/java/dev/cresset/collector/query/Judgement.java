package dev.cresset.collector.query;

import dev.cresset.collector.query.ReleaseDiff.Verdict;
import java.util.Optional;

/**
 * What the tests of one function say.
 *
 * @param share of its share of the whole; null where there was too little to compute it
 * @param relative of its value relative to the work that stayed the same, where that is known
 * @param tested whether there are enough samples to call a change real
 */
record Judgement(ChangeTest.Result share, Optional<ChangeTest.Result> relative, boolean tested) {
  static final Judgement UNTESTED = new Judgement(null, Optional.empty(), false);

  /** A q-value under which a change counts as real. */
  private static final double REAL = 0.05;

  /** A change of share that nobody cares for, however sure it is. */
  private static final double NEGLIGIBLE = 0.001;

  double low() {
    return share == null ? Double.NaN : share.difference().low();
  }

  double high() {
    return share == null ? Double.NaN : share.difference().high();
  }

  double sharePValue() {
    return tested ? share.difference().pValue() : Double.NaN;
  }

  /** Of a change in both measures; 1 if they contradict each other. */
  double realPValue() {
    if (!tested || relative.isEmpty()) {
      return sharePValue();
    }
    Difference other = relative.get().difference();
    return other.change() * share.difference().change() > 0
        ? Math.max(sharePValue(), other.pValue())
        : 1;
  }

  /**
   * @param shareQ of all functions' {@link #sharePValue()}
   * @param realQ of all functions' {@link #realPValue()}
   */
  Verdict verdict(double shareQ, double realQ) {
    if (!tested) {
      return Verdict.NOT_ENOUGH_DATA;
    }
    double change = share.difference().change();
    // Written so that what is not a number is not below.
    if (!(shareQ < REAL) || Math.abs(change) < NEGLIGIBLE || share.mayHaveBeenHidden()) {
      return Verdict.UNCHANGED;
    }
    if (!(realQ < REAL)) {
      return Verdict.DISPLACED;
    }
    if (share.base() == 0) {
      return Verdict.ADDED;
    }
    if (share.target() == 0) {
      return Verdict.REMOVED;
    }
    return change > 0 ? Verdict.GROWN : Verdict.SHRUNK;
  }
}

package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Decides how often to sample so that the agent keeps to its budget. Knows nothing but the costs it
 * is told, window by window, and takes time from them alone. One thread.
 *
 * <p>Down at once and by as much as is needed: whatever costs most is sampled half as often, again
 * and again, until the whole is expected to fit; what does not fit even at the slowest pace is
 * paused, in the order of {@link #PAUSED_FIRST}. So is at once what is dear at any pace. Up again
 * by a few steps at a time, only after a while without changes, only if there is room for it, and
 * each time it was in vain after twice as long. Since each change leaves a moment unsampled, what
 * exceeds the budget by a little waits until there may be another such moment.
 */
final class Governor {
  /** The kinds that are given up when slowing down is not enough. CPU profiles never are. */
  static final List<Family> PAUSED_FIRST =
      Collections.unmodifiableList(
          Arrays.asList(
              Family.EXCEPTIONS, Family.NATIVEMEM, Family.LOCK, Family.WALL, Family.ALLOC));

  static final int SLOWEST = 64;

  /** A process that uses less counts as though it used so much of one CPU. */
  static final double LEAST_LOAD = 0.2;

  /** After going down, so much of the budget should be used; going up must not pass {@link #UP}. */
  private static final double DOWN = 0.8;

  /** Where there should be no further change, lest what was expected to be enough is not. */
  private static final double FAR_DOWN = 0.4;

  private static final double UP = 0.7;

  /** One window that exceeds the budget so many times counts by itself, not with those before. */
  private static final double BADLY = 4;

  /** A little more than the budget is not worth a moment unsampled that should not be. */
  private static final double BEARABLE = 1.2;

  /** How often one attempt to go up may double how often a family is sampled. */
  private static final int MOST_DOUBLINGS = 3;

  /** What cannot be steered takes no more of the budget from what can. */
  private static final double MOST_FIXED = 0.7;

  /** What takes more of what is aimed at, at any pace, leaves too little to all that is sampled. */
  private static final double MOST_STANDING = 0.5;

  /** What costs less than this share of the budget is not worth slowing down. */
  private static final double NEGLIGIBLE = 0.05;

  private static final double SMOOTHING_NANOS = 30e9;

  /** Less than this, right after the start, is too little to judge by. */
  private static final double LEAST_NANOS = 5e9;

  private static final double PATIENCE_NANOS = 120e9;
  private static final double MOST_PATIENCE_NANOS = 3600e9;

  private final double budget;
  private final UnsampledTime unsampled = new UnsampledTime();
  private final ExpectedCosts costs = new ExpectedCosts();
  private Pace pace;
  private double load;
  private double fixed;
  private double observed;
  private double sinceChange; // Or since an attempt that was in vain.
  private double patience = PATIENCE_NANOS;
  private boolean settling;
  private boolean wentUp;

  /**
   * @param budget share of the CPU time that the process uses without the agent
   */
  Governor(double budget) {
    this(budget, Pace.CONFIGURED);
  }

  /**
   * @param pace at which sampling goes on, as another governor left it
   */
  Governor(double budget, Pace pace) {
    this.budget = budget;
    this.pace = pace;
  }

  Pace pace() {
    return pace;
  }

  /**
   * By which it decides: what the process uses is a mean, and taken to be no less than a little.
   */
  OverheadReport.Budget budget() {
    return new OverheadReport.Budget(budget, allowed());
  }

  /**
   * Learns what the last window has cost at the present pace.
   *
   * @return the pace from now on
   */
  Pace observe(WindowCost window) {
    sinceChange += window.elapsedNanos;
    unsampled.pass(window.elapsedNanos, window.unsampledNanos);
    if (settling) {
      // The first window at a new pace has the cost of the change in it.
      settling = false;
      return pace;
    }
    smooth(window);
    Pace before = pace;
    if (observed < LEAST_NANOS) {
      return pace;
    }
    boolean mayChange = unsampled.affordsMore();
    if (cost() > (mayChange ? 1 : BEARABLE) * allowed()) {
      slowDown(mayChange ? DOWN : FAR_DOWN);
    } else if (mayChange && cost() <= allowed() && sinceChange >= patience) {
      speedUp();
    }
    if (!pace.equals(before)) {
      sinceChange = 0;
      settling = true;
    }
    return pace;
  }

  /** Everything from here on is in seconds of CPU time per second. */
  private void smooth(WindowCost window) {
    double elapsed = Math.max(1, window.elapsedNanos);
    double windowLoad = window.applicationNanos / elapsed;
    double windowCost = window.nanos() / elapsed;
    boolean alone =
        elapsed > LEAST_NANOS && windowCost > BADLY * budget * Math.max(LEAST_LOAD, windowLoad);
    observed += elapsed;
    // The mean of everything in the beginning, of the last half a minute or so later on.
    double latest = Math.max(-Math.expm1(-elapsed / SMOOTHING_NANOS), elapsed / observed);
    double weight = alone ? 1 : latest;
    load += weight * (windowLoad - load);
    fixed += weight * (window.fixedNanos / elapsed - fixed);
    costs.learn(window, weight);
  }

  private void slowDown(double share) {
    if (wentUp && sinceChange < patience) {
      patience = Math.min(MOST_PATIENCE_NANOS, 2 * patience);
    }
    wentUp = false;
    double target = share * allowed();
    pauseWhatIsDearAtAnyPace(target);
    while (cost() > target) {
      Family dearest = dearest();
      if (dearest == null) {
        break;
      }
      set(dearest, 2 * pace.factor(dearest));
    }
    for (Family family : PAUSED_FIRST) {
      if (cost() > allowed() && isWorth(costs.of(family), family)) {
        pace = pace.paused(family);
      }
    }
  }

  private void pauseWhatIsDearAtAnyPace(double target) {
    for (Family family : PAUSED_FIRST) {
      if (costs.standing(family) > MOST_STANDING * target) {
        pace = pace.paused(family);
      }
    }
  }

  /** Of what can still be slowed down, what costs most; null if nothing is left. */
  private Family dearest() {
    Family dearest = null;
    for (Family family : costs.families()) {
      if (pace.factor(family) < SLOWEST
          && isWorth(costs.sampling(family), family)
          && (dearest == null || costs.sampling(family) > costs.sampling(dearest))) {
        dearest = family;
      }
    }
    return dearest;
  }

  private boolean isWorth(double saved, Family family) {
    return !pace.isPaused(family) && saved > NEGLIGIBLE * allowed();
  }

  private void speedUp() {
    if (wentUp) {
      patience = PATIENCE_NANOS;
    }
    Pace before = pace;
    resume();
    for (int i = 0; i < MOST_DOUBLINGS; i++) {
      doubleWhatFits(before);
    }
    wentUp = !pace.equals(before);
  }

  /** The slowest first; not what has only just come back. */
  private void doubleWhatFits(Pace before) {
    Pace now = pace;
    for (int factor = SLOWEST; factor > 1; factor /= 2) {
      for (Family family : costs.families()) {
        if (!before.isPaused(family)
            && now.factor(family) == factor
            && hasRoomFor(costs.sampling(family))) {
          set(family, factor / 2);
        }
      }
    }
  }

  /**
   * The last paused is the first to come back. What sampling it has cost is old news: with every
   * attempt less is made of it, until it is tried. What it takes at any pace is known all the time.
   */
  private void resume() {
    for (int i = PAUSED_FIRST.size() - 1; i >= 0; i--) {
      Family family = PAUSED_FIRST.get(i);
      if (!pace.isPaused(family)) {
        continue;
      }
      if (hasRoomFor(costs.of(family))) {
        pace = pace.with(family, SLOWEST);
      } else {
        costs.multiply(family, 0.5);
        sinceChange = 0;
      }
    }
  }

  private boolean hasRoomFor(double more) {
    return cost() + more <= UP * allowed();
  }

  /** What is known of the family's cost is what it is expected to be at its new pace. */
  private void set(Family family, int factor) {
    costs.multiply(family, (double) pace.factor(family) / factor);
    pace = pace.with(family, factor);
  }

  private double allowed() {
    return budget * Math.max(LEAST_LOAD, load);
  }

  private double cost() {
    return Math.min(fixed, MOST_FIXED * allowed()) + costs.at(pace);
  }
}

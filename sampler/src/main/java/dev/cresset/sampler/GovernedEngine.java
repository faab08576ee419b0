package dev.cresset.sampler;

import dev.cresset.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** An engine that is kept to a budget: what it costs is measured, told, and steered by. */
final class GovernedEngine extends DelegatingEngine {
  /** Of a cost that is told while classes are still loaded and compiled. */
  private static final String NOT_COUNTED = "; own threads do not count in the first minute";

  private final double budget;
  private final Overhead overhead;
  private final LongSupplier nanoTime;
  private Governor governor;
  private OverheadMeter meter;
  private Pace pace = Pace.CONFIGURED;

  /**
   * @param budget share of the process's CPU time; 0 to measure only
   */
  GovernedEngine(ProfilingEngine engine, double budget, Overhead overhead) {
    this(engine, budget, overhead, System::nanoTime);
  }

  GovernedEngine(ProfilingEngine engine, double budget, Overhead overhead, LongSupplier nanoTime) {
    super(engine);
    this.budget = budget;
    this.overhead = overhead;
    this.nanoTime = nanoTime;
  }

  @Override
  public void start() throws Exception {
    engine.start();
    meter = meter();
    if (budget > 0 && meter != null) {
      follow(overhead.pace(), overhead.latest());
    }
    governor = new Governor(budget, pace);
  }

  @Override
  public List<Profile> seal() throws Exception {
    List<Profile> profiles = engine.seal();
    if (meter == null) {
      return profiles;
    }
    Pace sampledAt = pace;
    WindowCost cost = meter.measure(engine.cost(), profiles);
    if (budget > 0) {
      Pace wanted = governor.observe(cost);
      follow(wanted, meter.report(governor.budget(), pace));
    }
    OverheadReport report = meter.report(governor.budget(), pace);
    overhead.report(report);
    List<String> comments = comments(report, sampledAt);
    return profiles.stream()
        .map(profile -> profile.withComments(comments))
        .collect(Collectors.toList());
  }

  /** Null in a runtime image that was made without management: there is nothing to measure with. */
  private OverheadMeter meter() {
    try {
      return new OverheadMeter(overhead.ownThreads(), nanoTime);
    } catch (LinkageError e) {
      overhead.changed("Rates are fixed, since this runtime has no java.management: " + e);
      return null;
    }
  }

  /**
   * The window that has ended is safe already: a pace that cannot be had must not lose it.
   *
   * @param why of the window that led to it, which the engine before may have measured
   */
  private void follow(Pace wanted, OverheadReport why) {
    if (wanted.equals(pace)) {
      return;
    }
    String cost = "profiling took " + why.cost() + (why.isStartingUp() ? NOT_COUNTED : "");
    try {
      engine.pace(wanted);
      pace = wanted;
      overhead.sampledAt(wanted);
      overhead.changed("Sampling goes on " + wanted + "; " + cost + ".");
    } catch (Exception e) {
      overhead.changed(
          "Sampling cannot go on " + wanted + ", and is as it was: " + e + "; " + cost + ".");
    }
  }

  private static List<String> comments(OverheadReport report, Pace sampledAt) {
    List<String> comments = new ArrayList<>();
    comments.add("overhead: " + report.cost());
    comments.add("pace: " + sampledAt);
    comments.add("unsampled: " + report.totals().unsampled());
    return comments;
  }
}

package dev.cresset.sampler;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the agent costs, as far as is known after a window. Immutable. */
public final class OverheadReport {
  private final double ratio;
  private final double budget;
  private final Pace pace;
  private final long totalNanos;
  private final long unsampledNanos;
  private final long elapsedNanos;

  OverheadReport(
      double ratio,
      double budget,
      Pace pace,
      long totalNanos,
      long unsampledNanos,
      long elapsedNanos) {
    this.ratio = ratio;
    this.budget = budget;
    this.pace = pace;
    this.totalNanos = totalNanos;
    this.unsampledNanos = unsampledNanos;
    this.elapsedNanos = elapsedNanos;
  }

  /** CPU time of the agent in the last window, as a share of what the process used without it. */
  public double ratio() {
    return ratio;
  }

  /** What {@link #ratio} is to stay below; 0 if rates are fixed. */
  public double budget() {
    return budget;
  }

  /** How often is sampled from now on. */
  public Pace pace() {
    return pace;
  }

  /** CPU time of the agent since profiling began. */
  public long totalNanos() {
    return totalNanos;
  }

  /** For how long nothing was sampled, since an engine was started again. */
  public long unsampledNanos() {
    return unsampledNanos;
  }

  /** Since profiling began. */
  public long elapsedNanos() {
    return elapsedNanos;
  }

  /** Such as {@code overhead: 0.62 % of the process's CPU (budget 1 %)}. */
  String costComment() {
    String limit = budget == 0 ? "no budget" : "budget " + percent(budget);
    return "overhead: " + percent(ratio) + " of the process's CPU (" + limit + ")";
  }

  /** Such as {@code unsampled: 12 ms of 3600 s}. */
  String gapComment() {
    return String.format(
        Locale.ROOT,
        "unsampled: %.1f ms of %d s",
        unsampledNanos / 1e6,
        TimeUnit.NANOSECONDS.toSeconds(elapsedNanos));
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * ratio);
  }
}

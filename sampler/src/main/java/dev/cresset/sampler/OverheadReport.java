package dev.cresset.sampler;

import dev.cresset.profile.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the agent costs, as far as is known after a window. Immutable. */
public final class OverheadReport {
  static final OverheadReport NOTHING_YET =
      new OverheadReport(
          EngineCost.NONE,
          OwnThreads.Used.NOTHING,
          0,
          0,
          Totals.NONE,
          false,
          Budget.NONE,
          Pace.CONFIGURED);

  private final Map<Family, Long> engineNanos;
  private final long ownNanos;
  private final long ownBytes;
  private final long applicationNanos;
  private final long elapsedNanos;
  private final Totals totals;
  private final boolean startingUp;
  private final Budget budget;
  private final Pace pace;

  /**
   * @param startingUp whether what the own threads have used is nothing to steer by
   */
  OverheadReport(
      EngineCost engine,
      OwnThreads.Used own,
      long applicationNanos,
      long elapsedNanos,
      Totals totals,
      boolean startingUp,
      Budget budget,
      Pace pace) {
    Map<Family, Long> copy = new EnumMap<>(Family.class);
    copy.putAll(engine.nanos());
    this.engineNanos = Collections.unmodifiableMap(copy);
    this.ownNanos = own.cpuNanos;
    this.ownBytes = own.bytes;
    this.applicationNanos = applicationNanos;
    this.elapsedNanos = elapsedNanos;
    this.totals = totals;
    this.startingUp = startingUp;
    this.budget = budget;
    this.pace = pace;
  }

  /** CPU time of the agent in the last window, as a share of what the process used without it. */
  public double ratio() {
    return ratio(nanos());
  }

  /**
   * Bytes a second that the agent's threads allocated in the application's heap in the last window.
   */
  public double allocationRate() {
    return ownBytes * 1e9 / Math.max(1.0, elapsedNanos);
  }

  /** CPUs that the agent kept busy in the last window; 0.01 is 10 ms each second. */
  public double cpus() {
    return nanos() / Math.max(1.0, elapsedNanos);
  }

  /** What {@link #ratio} is to stay below; 0 if rates are fixed. */
  public double budget() {
    return budget.share;
  }

  /** How often is sampled from now on. */
  public Pace pace() {
    return pace;
  }

  /** Since the engine was started. */
  public Totals totals() {
    return totals;
  }

  /**
   * Such as {@code overhead: 0.62 % of the process's CPU time, 6.2 ms/s (cpu 0.31 %, wall 0.20 %,
   * own threads 0.11 %, which allocate 0.2 MB/s); budget 1.00 %, 10.0 ms/s}.
   */
  String cost() {
    StringBuilder kinds = new StringBuilder();
    engineNanos.forEach((family, nanos) ->
        kinds.append(family.wireName()).append(' ').append(percent(ratio(nanos))).append(", "));
    return String.format(
        Locale.ROOT,
        "%s of the process's CPU time, %.1f ms/s (%sown threads %s, which allocate %.1f MB/s); %s",
        percent(ratio()),
        1000 * cpus(),
        kinds,
        percent(ratio(ownNanos)),
        allocationRate() / 1e6,
        budget.share == 0 ? "no budget" : allowed());
  }

  /** Whether the own threads did not count: they were loading and compiling classes. */
  boolean isStartingUp() {
    return startingUp;
  }

  private String allowed() {
    return String.format(
        Locale.ROOT, "budget %s, %.1f ms/s", percent(budget.share), 1000 * budget.cpus);
  }

  private long nanos() {
    return ownNanos + engineNanos.values().stream().mapToLong(Long::longValue).sum();
  }

  private double ratio(long nanos) {
    return nanos / Math.max(1.0, applicationNanos);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * ratio);
  }

  /** What the agent may cost. Immutable. */
  static final class Budget {
    static final Budget NONE = new Budget(0, 0);

    private final double share;
    private final double cpus;

    /**
     * @param share of the CPU time that the process uses without the agent; 0 if rates are fixed
     * @param cpus how much that is at present, in seconds of CPU time per second
     */
    Budget(double share, double cpus) {
      this.share = share;
      this.cpus = cpus;
    }
  }

  /** Sums over all windows. Immutable. */
  public static final class Totals {
    static final Totals NONE = new Totals(0, 0, 0);

    private final long nanos;
    private final long unsampledNanos;
    private final long elapsedNanos;

    private Totals(long nanos, long unsampledNanos, long elapsedNanos) {
      this.nanos = nanos;
      this.unsampledNanos = unsampledNanos;
      this.elapsedNanos = elapsedNanos;
    }

    Totals plus(long nanos, long unsampledNanos, long elapsedNanos) {
      return new Totals(
          this.nanos + nanos,
          this.unsampledNanos + unsampledNanos,
          this.elapsedNanos + elapsedNanos);
    }

    /** CPU time of the agent. */
    public long nanos() {
      return nanos;
    }

    /** For how long nothing was sampled, because an engine was started again. */
    public long unsampledNanos() {
      return unsampledNanos;
    }

    public long elapsedNanos() {
      return elapsedNanos;
    }

    /** Such as {@code 12.3 ms of 3600 s}. */
    String unsampled() {
      return String.format(
          Locale.ROOT,
          "%.1f ms of %d s",
          unsampledNanos / 1e6,
          TimeUnit.NANOSECONDS.toSeconds(elapsedNanos));
    }
  }
}

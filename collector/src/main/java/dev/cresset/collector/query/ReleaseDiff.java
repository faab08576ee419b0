package dev.cresset.collector.query;

import java.util.List;

/**
 * Two selections compared: the union of their trees, and the functions that changed.
 *
 * @param base the side compared with, usually the older release
 * @param target the side in question, usually the newer release
 * @param cost what the target takes for the work that the base does
 * @param tree both sides' values on the union of their stack traces
 * @param changes all functions: those that really changed first, by how much of the change starts
 *     in them, so that a cause stands above its callers; then the others by how much their share
 *     changed
 */
public record ReleaseDiff(
    Side base, Side target, String unit, Cost cost, DiffTree tree, List<FunctionChange> changes) {

  /**
   * How much one side has.
   *
   * @param total of all values
   * @param samples behind it
   * @param profiles how many windows were compared, which all values are of
   * @param instances how many instances it comes from
   * @param profiledNanos the summed length of those windows, for values per second
   * @param allProfiledNanos that of all windows the side has
   */
  public record Side(
      Selection selection,
      long total,
      long samples,
      long profiles,
      long instances,
      long profiledNanos,
      long allProfiledNanos) {}

  /**
   * What the target takes for the same work, relative to the base: 1.25 is a quarter more. Measured
   * against the functions in the middle of all changes, which are taken to have stayed the same; so
   * a release in which everything became slower alike shows 1.
   *
   * @param ratio NaN where there is not enough data to tell
   * @param low lower end of its 95 % confidence interval
   * @param high upper end of it
   */
  public record Cost(double ratio, double low, double high) {}

  /**
   * The union of both sides' trees, as {@link FlameTree}: parallel arrays, parents first, node 0
   * the root. Values are absolute; divide by the sides' totals to normalise.
   */
  public record DiffTree(
      List<String> functions,
      FrameKind[] kinds,
      int[] parent,
      int[] function,
      long[] baseSelf,
      long[] baseTotal,
      long[] targetSelf,
      long[] targetTotal,
      int truncatedNodes,
      long truncatedBase,
      long truncatedTarget) {

    public int size() {
      return parent.length;
    }
  }

  /** What can be said of a function's change. */
  public enum Verdict {
    /** Takes a larger share than before, beyond what chance explains. */
    GROWN,
    /** Takes a smaller share than before, beyond what chance explains. */
    SHRUNK,
    /** Only in the target. */
    ADDED,
    /** Only in the base. */
    REMOVED,
    /** The difference is of a size that chance alone produces, or too small to matter. */
    UNCHANGED,
    /**
     * Its share changed beyond chance, but only because other functions took more or less: relative
     * to the rest of the work it is what it was.
     */
    DISPLACED,
    /** Too few samples or windows to tell. */
    NOT_ENOUGH_DATA
  }

  /**
   * One function on both sides. Shares are of the side's total, 0 to 1, by {@code total} value
   * (recursion counted once).
   *
   * @param change {@code targetShare - baseShare}
   * @param low lower end of the 95 % confidence interval of {@code change}
   * @param high upper end of it
   * @param selfChange the same difference by self value
   * @param ownChange how much of the change starts in this function, and neither in what it calls
   *     nor in who calls it more: of {@code base}'s total, at equal work; all functions' together
   *     are the whole change
   * @param qValue false discovery rate at which the change counts as real (Benjamini–Hochberg); NaN
   *     where there was not enough data to test
   */
  public record FunctionChange(
      String function,
      FrameKind kind,
      long baseSelf,
      long baseTotal,
      long targetSelf,
      long targetTotal,
      double baseShare,
      double targetShare,
      double change,
      double low,
      double high,
      double selfChange,
      double ownChange,
      double qValue,
      Verdict verdict) {}
}

package dev.cresset.collector.query;

import java.util.List;

/**
 * What is in use more and more.
 *
 * @param unit {@code bytes} or {@code count}
 * @param windows how many profiles it was seen in
 * @param rows what only grows first, then by slope
 */
public record Growth(String unit, long windows, List<Row> rows) {
  /** Whether something only ever grows. */
  public enum Verdict {
    /** Beyond chance, until the end, and never given back. */
    GROWING,
    /** It only grew so far, but not yet for long enough to exclude chance. */
    UNSURE,
    /** It does not grow, or gives back what it takes. */
    STEADY
  }

  /**
   * What one site, or one stack trace, has in use.
   *
   * @param className of the objects
   * @param allocator the function that allocates them
   * @param function the nearest caller that is not the JDK's; the allocator where there is none
   * @param perHour by how much what is in use grows, summed over instances
   * @param share of everything that grows, from 0 to 1
   * @param inUse at the end of the range
   * @param pValue of the test against no trend, one-sided
   * @param instances that had any of it
   * @param stack the functions of the stack trace with the most growth, leaf first
   */
  public record Row(
      String className,
      String allocator,
      String function,
      double perHour,
      double share,
      long inUse,
      double pValue,
      int instances,
      Verdict verdict,
      List<String> stack) {}
}

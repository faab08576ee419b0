package dev.cresset.collector.query;

import java.util.List;

/**
 * How many different things there are: what storage and queries cost hangs on it.
 *
 * @param services those with profiles in the range, the one with most stack traces first
 * @param tables of the storage with what they take, the largest first; whatever the range is
 */
public record Cardinality(List<Service> services, List<Table> tables) {
  /**
   * What a service has in the range. Stack traces and labels are those of the days that it touches:
   * they are numbered by the day, and counted as they are numbered.
   *
   * @param profiles each of its types counts
   * @param stacks different stack traces
   * @param otherStacks whether there were more than a limit allows, counted under {@code (other)}
   * @param labelSets different sets of labels, the empty one included
   * @param labels names with how many values each has, the one with most first
   */
  public record Service(
      String service,
      long releases,
      long environments,
      long instances,
      long types,
      long profiles,
      long stacks,
      boolean otherStacks,
      long labelSets,
      List<Label> labels) {}

  /**
   * @param values how many different ones
   * @param other whether there were more, counted under {@code (other)}
   */
  public record Label(String name, long values, boolean other) {}

  /**
   * @param bytes on disk, compressed
   */
  public record Table(String table, long rows, long bytes) {}
}

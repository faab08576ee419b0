package dev.cresset.collector.query;

import java.util.List;

/**
 * Stack traces merged from the root down by function name, as parallel arrays. Node 0 is the root.
 * Nodes are in depth-first order, so a parent always comes before its children; siblings are
 * distinct functions, by name.
 *
 * @param type the profile type, such as {@code cpu}
 * @param unit {@code nanoseconds}, {@code bytes} or {@code count}
 * @param functions names the nodes refer to; entry 0 is the root's
 * @param kinds the kind of code of each entry of {@code functions}; of a function seen as several,
 *     the one with the most value
 * @param parent of each node; -1 for the root
 * @param function of each node, an index into {@code functions}
 * @param self value at the node itself, in {@code unit}
 * @param total {@code self} of the node and all below it
 * @param samples how many samples the node and all below it stand for
 * @param truncatedNodes how many nodes were left out, for display only
 * @param truncatedValue the total of what was left out; it still counts in its ancestors' totals
 */
public record FlameTree(
    String type,
    String unit,
    List<String> functions,
    FrameKind[] kinds,
    int[] parent,
    int[] function,
    long[] self,
    long[] total,
    long[] samples,
    int truncatedNodes,
    long truncatedValue) {

  /** How many nodes there are, the root included. */
  public int size() {
    return parent.length;
  }
}

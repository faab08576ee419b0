package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;

/** Trees as text, for comparison. */
final class Trees {
  private Trees() {}

  /** A line for each node, with a dot for each node above it. */
  static List<String> lines(FlameTree tree) {
    List<String> lines = new ArrayList<>();
    for (int node = 0; node < tree.size(); node++) {
      lines.add(
          "%s%s self %d total %d samples %d"
              .formatted(
                  ". ".repeat(depth(tree.parent(), node)),
                  tree.functions().get(tree.function()[node]),
                  tree.self()[node],
                  tree.total()[node],
                  tree.samples()[node]));
    }
    return lines;
  }

  private static int depth(int[] parent, int node) {
    int depth = 0;
    for (int above = parent[node]; above >= 0; above = parent[above]) {
      depth++;
    }
    return depth;
  }
}

package dev.cresset.collector.http;

import dev.cresset.collector.query.FlameTree;
import java.util.Arrays;

/** Walks the stack traces of a tree. One thread. */
final class TreePaths {
  private TreePaths() {}

  interface Sink {
    /**
     * @param functions indexes into the tree's functions, root first, the tree's own root left out
     * @param value what the stack trace itself has
     */
    void accept(int[] functions, long value);
  }

  /** Hands on every node that has a value of its own. */
  static void forEach(FlameTree tree, Sink sink) {
    int[] depth = new int[tree.size()];
    int[] path = new int[64];
    for (int node = 1; node < tree.size(); node++) {
      depth[node] = depth[tree.parent()[node]] + 1;
      if (depth[node] > path.length) {
        path = Arrays.copyOf(path, path.length * 2);
      }
      // Nodes come depth first, so what is above is there already.
      path[depth[node] - 1] = tree.function()[node];
      if (tree.self()[node] != 0) {
        sink.accept(Arrays.copyOf(path, depth[node]), tree.self()[node]);
      }
    }
  }
}

package dev.cresset.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * This tree by links, with the launcher's mark that it is built: while tests run it is not marked
 * yet, and the launcher would wait for them to end and build it again.
 */
final class BuiltTree implements AutoCloseable {
  /** What the launcher looks at besides sources and what they are built into. */
  private static final Set<String> OWN = Set.of("target", "demo", ".cresset", ".git");

  private final Path tree;

  private BuiltTree(Path tree) {
    this.tree = tree;
  }

  static BuiltTree in(Path tree) throws IOException, InterruptedException {
    Files.createDirectories(tree.resolve("target"));
    // The demo is not built with these tests, and only has to be there.
    Files.createDirectories(tree.resolve("demo/target/shop"));
    Files.createSymbolicLink(tree.resolve(".cresset"), Shipped.home());
    try (Stream<Path> entries = Files.list(Shipped.root())) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!OWN.contains(name)) {
          Files.createSymbolicLink(tree.resolve(name), entry);
        }
      }
    }
    Shipped.agent();
    Shipped.serverCommand();
    String mark =
        "root=$1 home=$1/.cresset; source $1/launcher/common.sh; source $1/launcher/build.sh;"
            + " mark_built \"$(sources_hash)\"";
    try (Child marked =
        Child.start(
            tree.getParent(),
            tree.getFileName() + "-mark",
            List.of("bash", "-euo", "pipefail", "-c", mark, "mark", tree.toString()))) {
      marked.awaitSuccess();
    }
    return new BuiltTree(tree);
  }

  String launcher() {
    return tree.resolve("cresset").toString();
  }

  /** Takes the links away, which lead out of a folder for tests. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> entries = Files.list(tree)) {
      for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }
}

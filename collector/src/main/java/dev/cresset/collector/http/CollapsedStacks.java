package dev.cresset.collector.http;

import dev.cresset.collector.query.FlameTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Brendan Gregg's folded stacks: a line for each stack trace, root first, its functions separated
 * by semicolons, then a space and the value.
 */
final class CollapsedStacks {
  private CollapsedStacks() {}

  static void write(FlameTree tree, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    String[] names = tree.functions().stream().map(CollapsedStacks::escape).toArray(String[]::new);
    TreePaths.forEach(
        tree,
        (functions, value) -> {
          try {
            for (int i = 0; i < functions.length; i++) {
              writer.write(i == 0 ? "" : ";");
              writer.write(names[functions[i]]);
            }
            writer.write(" " + value + "\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    writer.flush();
  }

  /** The format has no way to write its separators. */
  private static String escape(String name) {
    return name.replace(';', ':').replaceAll("[\\r\\n]", " ");
  }
}

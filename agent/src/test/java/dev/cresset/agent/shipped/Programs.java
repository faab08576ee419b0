package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The programs of {@code src/test/programs}, for JVMs of every level. */
final class Programs {
  private Programs() {}

  /** Compiles a program for Java 8 into a directory. */
  static void compile(String name, Path directory) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("--release", "8", "-Xlint:-options", "-d", directory.toString()),
                  null,
                  files.getJavaFileObjects(Path.of("src", "test", "programs", name + ".java")))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}

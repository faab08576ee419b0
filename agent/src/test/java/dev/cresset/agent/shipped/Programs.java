package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The programs of {@code src/test/programs}, for JVMs of every level. */
final class Programs {
  private static final Path DIRECTORY = Path.of("src", "test", "programs");

  private Programs() {}

  /** Compiles a program for Java 8 into a directory. */
  static void compile(String name, Path directory) throws Exception {
    compile(List.of(DIRECTORY.resolve(name + ".java")), directory, "8");
  }

  /** Compiles the programs that serve requests, with the libraries of the tests. */
  static void compileServing(Path directory) throws Exception {
    try (Stream<Path> sources = Files.list(DIRECTORY.resolve("serving"))) {
      compile(sources.toList(), directory, "17", "-cp", classPath(), "-parameters");
    }
  }

  /** Compiles what tells the agent of further entry points. */
  static void compileExtending(Path directory) throws Exception {
    try (Stream<Path> sources = Files.list(DIRECTORY.resolve("extending"))) {
      compile(sources.toList(), directory, "8", "-cp", classPath());
    }
  }

  /** The libraries of the tests, without what the agent is made of. */
  static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(path -> path.endsWith(".jar") || path.contains("/api/"))
        .filter(path -> !path.matches(".*/cresset-(?!api)[^/]*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void compile(List<Path> sources, Path directory, String release, String... more)
      throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        new ArrayList<>(
            List.of("--release", release, "-Xlint:-options", "-d", directory.toString()));
    options.addAll(List.of(more));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}

package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import one.profiler.AsyncProfiler;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Runs the programs of {@code src/test/programs}, compiled for Java 8, in JVMs of their own. */
final class ForkedJvm {
  private static final Path SOURCES = Path.of("src", "test", "programs");
  private static final Path FOLDER = Path.of("target", "programs").toAbsolutePath();
  private static final Path AGENT = FOLDER.resolve("agent.jar");

  /** One class of each library that programs need. */
  private static final List<Class<?>> LIBRARIES =
      List.of(
          AllocationConfig.class,
          ProfilingEngine.class,
          Profile.class,
          ClassReader.class,
          CodeSizeEvaluator.class,
          AsyncProfiler.class);

  private static String classPath = "";

  private ForkedJvm() {}

  /**
   * The {@code java} commands to test with: this JVM's, and that of JDK 17 in {@code JAVA17_HOME},
   * by default one that is installed; or those of the system property {@code cresset.test.java}.
   */
  static Stream<Path> javas() {
    String named = System.getProperty("cresset.test.java", "");
    if (!named.isEmpty()) {
      return Arrays.stream(named.split(",")).map(Path::of);
    }
    String home17 = System.getenv("JAVA17_HOME");
    return Stream.of(own(), home17 == null ? installed17() : Path.of(home17, "bin", "java"));
  }

  private static Path installed17() {
    try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
      return homes
          .filter(home -> home.getFileName().toString().contains("-17-"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new AssertionError("Set JAVA17_HOME to the home of a JDK 17."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path own() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /**
   * @param arguments JVM options, main class and its arguments
   * @return the lines the program wrote
   */
  static List<String> run(Path java, String... arguments) throws Exception {
    assertThat(java).as("a java command; set JAVA17_HOME to the home of a JDK 17").isExecutable();
    List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", classPath()));
    command.add("-javaagent:" + AGENT);
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(FOLDER, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time: %s", command).isTrue();
      List<String> lines = Files.readAllLines(output);
      assertThat(process.exitValue()).as("%s%n%s", command, lines).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  private static synchronized String classPath() throws Exception {
    if (classPath.isEmpty()) {
      Files.createDirectories(FOLDER);
      compile();
      OldClassFile.write(FOLDER);
      writeAgent();
      classPath = FOLDER + libraries();
    }
    return classPath;
  }

  /** The jars among the libraries of programs, where every JVM sees them. */
  static List<String> copiesOfLibraries() throws Exception {
    return Arrays.stream(classPath().split(":")).filter(path -> path.endsWith(".jar")).toList();
  }

  /** A file of a program's source. */
  static String source(String name) {
    return SOURCES.resolve(name).toAbsolutePath().toString();
  }

  private static void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> javaFiles = sources.filter(s -> s.toString().endsWith(".java")).toList();
      List<String> options = List.of("--release", "8", "-Xlint:-options", "-d", FOLDER.toString());
      StringWriter errors = new StringWriter();
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(javaFiles);
      assertThat(compiler.getTask(errors, files, null, options, null, units).call())
          .as("programs compile: %s", errors)
          .isTrue();
    }
  }

  private static void writeAgent() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", "harness.Harness");
    attributes.putValue("Can-Retransform-Classes", "true");
    try (OutputStream out = Files.newOutputStream(AGENT)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /** Jars are copied, since a JVM in a file tree of its own does not see the local repository. */
  private static String libraries() throws Exception {
    StringBuilder paths = new StringBuilder();
    for (Class<?> library : LIBRARIES) {
      Path path = Path.of(library.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(path)) {
        Path copy = FOLDER.resolve(path.getFileName());
        path = Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      paths.append(':').append(path);
    }
    return paths.toString();
  }
}

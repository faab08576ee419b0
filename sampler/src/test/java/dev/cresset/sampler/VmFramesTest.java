package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Sample;
import dev.cresset.profile.StackTrace;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of the threads that collect garbage and compile. */
class VmFramesTest {
  private static final Predicate<Sample> COLLECTORS = on("GC Thread#");
  private static final Predicate<Sample> COMPILERS =
      on("C1 CompilerThre").or(on("C2 CompilerThre"));

  @TempDir private Path temp;

  @Test
  void byDefaultOneFrameSaysWhatTheyAreFor() throws Exception {
    Measured measured = measure(new SamplerConfig());

    assertAreFolded(measured, COLLECTORS, "[GC]");
    assertAreFolded(measured, COMPILERS, "[JIT]");
    assertAreFolded(measured, on("VM Thread"), "[VM]");
  }

  @Test
  void onRequestWhatTheyRunIsBelowIt() throws Exception {
    Measured measured = measure(new SamplerConfig().withVmFrames(true));

    assertAreRooted(measured, COLLECTORS, "[GC]");
    assertAreRooted(measured, COMPILERS, "[JIT]");
    assertThat(measured.samples(Family.CPU, COMPILERS))
        .as("none has run what is compiled")
        .allSatisfy(
            s -> assertThat(s.stackTrace().frames()).noneMatch(f -> f.kind() == FrameKind.JAVA))
        .as("what is compiled")
        .anySatisfy(s ->
            assertThat(s.stackTrace().frames())
                .anyMatch(f -> f.function().matches("\\[compiles (com\\.sun|java)\\..*]")));
    assertThat(measured.samples(Family.CPU, in("VmFramesTest.compile")))
        .as("the threads of Java")
        .isNotEmpty()
        .allSatisfy(
            s -> assertThat(s.stackTrace().frames()).noneMatch(f -> f.function().equals("[JIT]")));
  }

  private static void assertAreFolded(
      Measured measured, Predicate<Sample> threads, String function) {
    assertThat(measured.samples(Family.WALL, threads))
        .as("wall of %s", function)
        .isNotEmpty()
        .allSatisfy(s -> assertThat(functions(s.stackTrace())).containsExactly(function));
    assertThat(measured.samples(Family.CPU, threads))
        .allSatisfy(s -> assertThat(functions(s.stackTrace())).containsExactly(function));
    if (!function.equals("[VM]")) {
      assertThat(measured.sum(Family.CPU, threads)).as("CPU of %s", function).isPositive();
    }
  }

  private static void assertAreRooted(
      Measured measured, Predicate<Sample> threads, String function) {
    assertThat(measured.samples(Family.CPU, threads))
        .isNotEmpty()
        .allSatisfy(s ->
            assertThat(functions(s.stackTrace()))
                .hasSizeGreaterThan(1)
                .endsWith(function)
                .containsOnlyOnce(function));
  }

  private static List<String> functions(StackTrace stack) {
    return stack.frames().stream().map(Frame::function).toList();
  }

  private Measured measure(SamplerConfig config) throws Exception {
    try (NativeEngine engine = new NativeEngine(config.withTempDirectory(temp), List.of())) {
      engine.start();
      for (int i = 0; i < 10; i++) {
        compile();
        System.gc();
      }
      return new Measured().add(engine.seal());
    }
  }

  /** A compiler in Java keeps those of the JVM busy. */
  private void compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-XDuseUnsharedTable", "-d", temp.toString());
    assertThat(compiler.getTask(null, null, null, options, null, List.of(new Source())).call())
        .isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {
    Source() {
      super(URI.create("string:///Some.java"), JavaFileObject.Kind.SOURCE);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      StringBuilder source = new StringBuilder("class Some {");
      for (int i = 0; i < 200; i++) {
        source.append(" String m%d(int a) { return \"\" + a + (a * %d); }".formatted(i, i));
      }
      return source.append("}");
    }
  }
}

package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that nobody wrote for the agent run the same with it. */
class ForeignProgramsIT {
  private static final String QUICK = "period=100ms,export=file:out";

  @TempDir private Path directory;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        directory.resolve("Hello.java"),
        "public class Hello { public static void main(String[] a) { System.out.println(1 + 1); } }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"async-profiler", "flight-recorder", "thread-dumps"})
  void theCompilerCompiles(String engine) throws Exception {
    Fork.Result result =
        new Fork(Jdk.newest(), directory)
            .agent(QUICK + ",engine=" + engine)
            .run("-m", "jdk.compiler/com.sun.tools.javac.Main", "-verbose", "Hello.java");

    assertThat(result.exit()).isZero();
    assertThat(directory.resolve("Hello.class")).exists();
  }

  @Test
  void theCompilerStillFailsAsItDoes() throws Exception {
    Files.writeString(directory.resolve("Wrong.java"), "class Wrong { int x = \"\"; }");
    String[] compile = {"-m", "jdk.compiler/com.sun.tools.javac.Main", "Wrong.java"};

    Fork.Result with = new Fork(Jdk.newest(), directory).agent(QUICK).run(compile);
    Fork.Result without = new Fork(Jdk.newest(), directory).withoutAgent().run(compile);

    assertThat(with.exit()).isEqualTo(without.exit()).isEqualTo(1);
    assertThat(with.stderr()).containsAll(without.stderr());
  }

  @Test
  void aSourceFileRuns() throws Exception {
    Fork.Result result = new Fork(Jdk.newest(), directory).agent(QUICK).run("Hello.java");

    assertThat(result.isUnharmed().stdout()).isEqualTo("2\n");
  }

  @Test
  void aShellEvaluates() throws Exception {
    Files.writeString(directory.resolve("input.jsh"), "System.out.println(6 * 7)\n/exit 3\n");

    Fork.Result result =
        new Fork(Jdk.newest(), directory)
            .agent(QUICK)
            .jvm("-Djava.util.prefs.userRoot=" + directory)
            .run(
                "-m",
                "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider",
                "--execution",
                "local",
                "input.jsh");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.stdout()).isEqualTo("42\n");
  }

  @Test
  void aProgramOfFewModulesIsProfiledAsWell() throws Exception {
    Programs.compile("Busy", directory);
    Fork fork =
        new Fork(Jdk.newest(), directory)
            .agent(QUICK)
            .jvm("--limit-modules=java.base,java.instrument");

    Fork.Result result;
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      result = busy.untilThereAre(12, directory.resolve("out")).finish().isUnharmed();
    }

    assertThat(result.warnings()).isEmpty();
    assertThat(result.stdout()).isEqualTo("busy no more\n");
  }

  @Test
  void nativeAccessThatIsDeniedToAllIsNotNeeded() throws Exception {
    Programs.compile("Busy", directory);
    Fork fork = new Fork(Jdk.newest(), directory).agent(QUICK).jvm("--illegal-native-access=deny");

    Fork.Result result;
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      result = busy.untilThereAre(4, directory.resolve("out")).finish().isUnharmed();
    }

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .contains("Profiling with async-profiler");
  }
}

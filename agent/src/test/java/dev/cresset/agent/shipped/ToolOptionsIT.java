package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent in JAVA_TOOL_OPTIONS comes to every JVM, and is for applications only. */
class ToolOptionsIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("dev.cresset.agent.shipped.Jdk#all")
  void anApplicationIsProfiled(Jdk jdk) throws Exception {
    Programs.compile("Busy", directory);
    Fork fork =
        new Fork(jdk, directory)
            .withoutAgent()
            .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Fork.agentJar())
            .environment("CRESSET_PERIOD", "200ms")
            .environment("CRESSET_EXPORT", "file:out");
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      Fork.Result result = busy.untilThereAre(4, directory.resolve("out")).finish();

      assertThat(result.stdout()).isEqualTo("busy no more\n");
      assertThat(result.stderr()).first().asString().startsWith("Picked up JAVA_TOOL_OPTIONS");
    }
  }

  @Test
  void theToolsOfTheJdkSayAndDoWhatTheyDoWithout() throws Exception {
    Files.writeString(directory.resolve("Hello.java"), "class Hello { }");
    for (List<String> tool :
        List.of(
            List.of("javac", "-version"),
            List.of("javac", "Hello.java"),
            List.of("jcmd", "-h"),
            List.of("jar", "--version"),
            List.of("keytool", "-help"))) {
      Said without = run(tool, "-Dnothing=1");
      Said with = run(tool, "-javaagent:" + Fork.agentJar() + "=export=file:out");

      assertThat(with.exit()).as(tool.toString()).isEqualTo(without.exit());
      assertThat(with.lines()).as(tool.toString()).isEqualTo(without.lines());
    }
    assertThat(directory.resolve("out")).doesNotExist();
  }

  private Said run(List<String> tool, String options) throws Exception {
    Path output = Files.createTempFile(directory, "tool", ".txt");
    Path bin = Path.of(System.getProperty("java.home"), "bin", tool.getFirst());
    List<String> command = Stream.concat(Stream.of(bin.toString()), tool.stream().skip(1)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", options);
    int exit = builder.start().waitFor();
    return new Said(
        exit,
        Files.readAllLines(output).stream().filter(line -> !line.startsWith("Picked up")).toList());
  }

  private record Said(int exit, List<String> lines) {}
}

package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the JDK the tests run on, or the agent's own, and what it said. */
record Tool(int exit, String output) {
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

  /** The tool that is in the agent's jar. */
  static Tool agent(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(BIN.resolve("java").toString(), "-jar", Fork.agentJar().toString()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return run(command);
  }

  static Tool jcmd(long pid, String command) throws Exception {
    Tool jcmd = run(List.of(BIN.resolve("jcmd").toString(), Long.toString(pid), command));
    assertThat(jcmd.exit).as(jcmd.output).isZero();
    return jcmd;
  }

  /** Any command. */
  static Tool run(List<String> command) throws Exception {
    Path output = Files.createTempFile("tool", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command.toString()).isTrue();
      return new Tool(
          process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1).trim());
    } finally {
      Files.delete(output);
    }
  }

  Tool succeeds() {
    assertThat(exit).as(output).isZero();
    return this;
  }
}

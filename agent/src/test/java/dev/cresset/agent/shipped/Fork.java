package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a program, with the shipped agent unless told otherwise. */
final class Fork {
  private static final int DEADLINE_SECONDS = 120;

  private final Jdk jdk;
  private final Path directory;
  private final List<String> jvmArguments = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> prefix = new ArrayList<>();
  private boolean withAgent = true;
  private String agentArguments = "";

  /**
   * @param directory the program's working directory, where its output is kept too
   */
  Fork(Jdk jdk, Path directory) {
    this.jdk = jdk;
    this.directory = directory;
  }

  /** The jar as it is shipped. */
  static Path agentJar() {
    return Path.of("target", "cresset-agent.jar").toAbsolutePath();
  }

  Fork agent(String arguments) {
    agentArguments = arguments;
    return this;
  }

  Fork withoutAgent() {
    withAgent = false;
    return this;
  }

  Fork jvm(String... arguments) {
    jvmArguments.addAll(Arrays.asList(arguments));
    return this;
  }

  /** A command that runs the JVM, which follows as its arguments. */
  Fork prefix(String... command) {
    prefix.addAll(Arrays.asList(command));
    return this;
  }

  Fork environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs it to its end, with nothing on its standard input. */
  Result run(String... programAndArguments) throws IOException, InterruptedException {
    try (Running running = start(programAndArguments)) {
      return running.finish();
    }
  }

  /** Starts it; its standard input stays open until {@link Running#finish}. */
  Running start(String... programAndArguments) throws IOException {
    Path out = Files.createTempFile(directory, "stdout", ".txt");
    Path err = Files.createTempFile(directory, "stderr", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command(programAndArguments))
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(CRESSET|OTEL|JAVA|JDK)_.*"));
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  private List<String> command(String... programAndArguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(jdk.java().toString());
    if (withAgent) {
      command.add("-javaagent:" + agentJar() + "=" + agentArguments);
    }
    command.addAll(jvmArguments);
    command.addAll(Arrays.asList(programAndArguments));
    return command;
  }

  /** A program that runs. */
  record Running(Process process, Path out, Path err) implements AutoCloseable {
    /** Waits until it has said this on stderr. */
    Running untilItSays(String text) throws Exception {
      return until(() -> Files.readString(err).contains(text), "it says " + text);
    }

    /** Waits until there are as many files in a directory. */
    Running untilThereAre(int files, Path directory) throws Exception {
      return until(
          () -> Files.isDirectory(directory) && directory.toFile().list().length >= files,
          files + " files in " + directory);
    }

    /** Waits until something outside holds. */
    Running until(Callable<Boolean> condition, String what) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (!condition.call()) {
        assertThat(process.isAlive()).as("runs until %s", what).isTrue();
        assertThat(deadline - System.nanoTime())
            .as("time left until %s; so far: %s", what, Files.readString(err))
            .isPositive();
        Thread.sleep(20);
      }
      return this;
    }

    /** Ends its standard input, and waits for its end. */
    Result finish() throws IOException, InterruptedException {
      process.getOutputStream().close();
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
          .as("it ends in time; so far it said %s", Files.readString(err))
          .isTrue();
      return new Result(process.exitValue(), Files.readString(out), Files.readAllLines(err));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** What a program left. */
  record Result(int exit, String stdout, List<String> stderr) {
    /** It went well, and nobody but the agent wrote to stderr. */
    Result isUnharmed() {
      assertThat(stderr).allSatisfy(line -> assertThat(line).startsWith("[cresset] "));
      assertThat(exit).as("exit code; stderr: %s", stderr).isZero();
      return this;
    }

    List<String> warnings() {
      return stderr.stream().filter(line -> line.contains(" WARN ")).toList();
    }
  }
}

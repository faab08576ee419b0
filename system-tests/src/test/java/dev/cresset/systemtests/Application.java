package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of our programs in a JVM of its own, with the agent on it. */
final class Application implements AutoCloseable {
  private static final Predicate<String> PROFILING =
      Pattern.compile("INFO .*Profiling with").asPredicate();
  private static final Pattern TRUTH = Pattern.compile("truth ([a-z.]+)=(\\d+)");

  private final Child child;

  private Application(Child child) {
    this.child = child;
  }

  /**
   * @param agentOptions as after {@code -javaagent:cresset-agent.jar=}
   * @param program its main class in {@code com.example.workload}, and its arguments
   */
  static Application start(Jdk jdk, Path directory, String agentOptions, String... program)
      throws IOException {
    return start(jdk, directory, agentOptions, List.of(), program);
  }

  /**
   * @param jvmOptions such as another agent, which comes behind ours
   */
  static Application start(
      Jdk jdk, Path directory, String agentOptions, List<String> jvmOptions, String... program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.add("-javaagent:" + Shipped.agent() + "=" + agentOptions);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", Shipped.programs().toString()));
    command.add("com.example.workload." + program[0]);
    command.addAll(List.of(program).subList(1, program.length));
    return new Application(Child.start(directory, "application", command));
  }

  /** The agent starts beside the program; what comes before it says that it profiles is missed. */
  void awaitProfiling() {
    eventually(() -> assertThat(err()).anyMatch(PROFILING));
  }

  Application awaitSuccess() throws InterruptedException {
    child.awaitSuccess();
    return this;
  }

  List<String> out() {
    return child.out();
  }

  List<String> err() {
    return child.err();
  }

  /** What the program says it has truly cost. */
  Map<String, Long> truths() {
    Map<String, Long> truths = new HashMap<>();
    for (String line : child.out()) {
      Matcher truth = TRUTH.matcher(line);
      if (truth.matches()) {
        truths.put(truth.group(1), Long.valueOf(truth.group(2)));
      }
    }
    return truths;
  }

  @Override
  public void close() {
    child.close();
  }
}
